"use client";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NotificationRow } from "./NotificationRow";
import { useNotificationCommands, useNotifications } from "./use-notifications";

const PANEL_SIZE = 20;

export function NotificationPanel({
  accountSlug,
  unread,
  onFollow,
}: {
  accountSlug: string;
  unread: number;
  onFollow: () => void;
}) {
  const list = useNotifications({ pageSize: PANEL_SIZE });
  const commands = useNotificationCommands();
  return (
    <div className="flex max-h-[min(32rem,80dvh)] flex-col">
      <div className="flex h-10 shrink-0 items-center justify-between border-line border-b pr-1 pl-3">
        <h2 className="font-medium text-sm">Notifications</h2>
        <Button
          variant="quiet"
          size="sm"
          disabled={unread === 0}
          isBusy={commands.isBusy}
          onClick={() => void commands.markAllRead()}
        >
          Mark all read
        </Button>
      </div>
      <div className="min-h-24 flex-1 overflow-y-auto p-1">
        {list.status === "loading" ? <ListSkeleton label="Loading notifications" /> : null}
        {list.status === "error" ? <ErrorState error={list.error} /> : null}
        {list.status === "ready" && list.items.length === 0 ? (
          <p className="text-balance px-3 py-6 text-center text-ink-3 text-sm">
            Nothing yet. Mentions, assignments and reviews come here.
          </p>
        ) : null}
        {list.status === "ready"
          ? list.items.map((notification) => (
              <NotificationRow
                key={notification.notificationId}
                notification={notification}
                accountSlug={accountSlug}
                onFollow={() => {
                  if (notification.readAt === null) void commands.markRead(notification.notificationId);
                  onFollow();
                }}
              />
            ))
          : null}
      </div>
      <footer className="shrink-0 border-line border-t p-1">
        <Link
          href={`/${accountSlug}/notifications`}
          onClick={onFollow}
          className="block rounded-sm px-2 py-1.5 text-center text-ink-2 text-sm hover:bg-hover hover:text-ink"
        >
          All notifications
        </Link>
      </footer>
    </div>
  );
}
