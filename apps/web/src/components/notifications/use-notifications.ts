import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLiveList } from "@/lib/use-live-list";

export type Notification = FunctionReturnType<typeof api.notifications.list>["page"][number];

/** One's notifications, newest first. */
export function useNotifications(options: { isUnreadOnly: boolean; pageSize: number }) {
  const { accountId } = useAccount();
  return useLiveList(
    api.notifications.list,
    { accountId, ...(options.isUnreadOnly ? { filter: "unread" as const } : {}) },
    options.pageSize,
  );
}

export function useNotificationCommands() {
  const { accountId } = useAccount();
  const markRead = useCommand(api.notifications.markRead, {
    optimistic: (store, args) => {
      const count = store.getQuery(api.notifications.unreadCount, { accountId });
      if (count !== undefined)
        store.setQuery(
          api.notifications.unreadCount,
          { accountId },
          Math.max(0, count - args.notificationIds.length),
        );
    },
  });
  const markAllRead = useCommand(api.notifications.markAllRead, {
    optimistic: (store) => store.setQuery(api.notifications.unreadCount, { accountId }, 0),
  });
  return {
    markRead: (notificationId: Notification["notificationId"]) =>
      markRead.run({ accountId, notificationIds: [notificationId] }),
    markAllRead: () => markAllRead.run({ accountId }),
    isBusy: markAllRead.isBusy,
  };
}
