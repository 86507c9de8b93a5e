import { NOTIFICATION_LABEL } from "@mc/shared/notification/types";
import { plainText } from "@/components/markdown/plain-text";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { notificationHref } from "./notification-href";
import type { Notification } from "./use-notifications";

/** One notification: what, about what, from whom. Following it reads it. */
export function NotificationRow({
  notification,
  accountSlug,
  onRead,
}: {
  notification: Notification;
  accountSlug: string;
  onRead: () => void;
}) {
  const href = notificationHref(notification, accountSlug);
  const isUnread = notification.readAt === null;
  const content = (
    <>
      <span className={cn("mt-1.5 size-2 shrink-0 rounded-full", isUnread ? "bg-accent" : "bg-transparent")}>
        {isUnread ? <span className="sr-only">Unread</span> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span
          className={cn("block text-sm [overflow-wrap:anywhere]", isUnread ? "font-medium" : "text-ink-2")}
        >
          {notification.title}
        </span>
        {notification.body ? (
          <span className="line-clamp-2 text-ink-2 text-sm [overflow-wrap:anywhere]">
            {plainText(notification.body)}
          </span>
        ) : null}
      </span>
      <span className="flex shrink-0 items-baseline gap-2 pt-0.5">
        <span className="text-ink-3 text-xs max-sm:sr-only">{NOTIFICATION_LABEL[notification.type]}</span>
        <RelativeTime at={notification.createdAt} className="min-w-16 text-right" />
      </span>
    </>
  );
  const style =
    "flex w-full items-start gap-2.5 rounded-sm px-2 py-2 text-left transition-colors hover:bg-hover";
  const read = (): void => {
    if (isUnread) onRead();
  };
  return href ? (
    <Link href={href} onClick={read} className={style}>
      {content}
    </Link>
  ) : (
    <button type="button" onClick={read} className={style}>
      {content}
    </button>
  );
}
