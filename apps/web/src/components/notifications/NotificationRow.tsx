import { NOTIFICATION_LABEL } from "@mc/shared/notification/types";
import type { MouseEvent } from "react";
import { plainText } from "@/components/markdown/plain-text";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { KeptKeys } from "./KeptKeys";
import { notificationHref } from "./notification-href";
import type { Notification } from "./use-notifications";

/** One notification: what, about what, from whom. Following it reads it. */
export function NotificationRow({
  notification,
  accountSlug,
  isCurrent = false,
  onFollow,
}: {
  notification: Notification;
  accountSlug: string;
  /** The one that the keys act on, and that is shown at the side. */
  isCurrent?: boolean;
  onFollow: (event: MouseEvent) => void;
}) {
  const href = notificationHref(notification, accountSlug);
  const isUnread = notification.readAt === null;
  const content = (
    <>
      <span className={cn("mt-1.5 size-2 shrink-0 rounded-full", isUnread ? "bg-accent" : "bg-transparent")}>
        {isUnread ? <span className="sr-only">Unread</span> : null}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span
            className={cn(
              "min-w-0 flex-1 text-sm [overflow-wrap:anywhere]",
              isUnread ? "font-medium" : "text-ink-2",
            )}
          >
            <KeptKeys text={notification.title} />
          </span>
          <RelativeTime at={notification.createdAt} className="shrink-0" />
        </span>
        {notification.body ? (
          <span className="line-clamp-2 text-ink-2 text-sm [overflow-wrap:anywhere]">
            <KeptKeys text={plainText(notification.body)} />
          </span>
        ) : null}
        <span className="text-ink-3 text-xs">{NOTIFICATION_LABEL[notification.type]}</span>
      </span>
    </>
  );
  const style = cn(
    "flex w-full items-start gap-2.5 rounded-sm px-2 py-2 text-left transition-colors hover:bg-hover",
    isCurrent && "bg-accent-wash hover:bg-accent-wash",
  );
  const shared = {
    "data-notification": notification.notificationId,
    "aria-current": isCurrent ? ("true" as const) : undefined,
    onClick: onFollow,
    className: style,
  };
  return href ? (
    <Link href={href} {...shared}>
      {content}
    </Link>
  ) : (
    <button type="button" {...shared}>
      {content}
    </button>
  );
}
