import { api } from "@mc/backend/api";
import type { NotificationType } from "@mc/shared/notification/types";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLiveList } from "@/lib/use-live-list";

export type Notification = FunctionReturnType<typeof api.notifications.list>["page"][number];

/** Where notifications lie; "all" is the inbox, read and unread. */
export type InboxPlace = "all" | "unread" | "snoozed" | "archived";
type InboxAct = Parameters<ReturnType<typeof useCommand<typeof api.notifications.update>>["run"]>[0]["act"];

/** One's notifications, newest first. */
export function useNotifications(options: {
  place?: InboxPlace;
  type?: NotificationType | null;
  pageSize: number;
}) {
  const { accountId } = useAccount();
  const { place = "all", type = null, pageSize } = options;
  return useLiveList(
    api.notifications.list,
    { accountId, ...(place === "all" ? {} : { filter: place }), ...(type === null ? {} : { type }) },
    pageSize,
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

/** Acts on some notifications at once: read, unread, put away, put off. */
export function useInboxCommands() {
  const { accountId } = useAccount();
  const { run } = useCommand(api.notifications.update);
  return {
    act: (notifications: readonly Notification[], act: InboxAct) =>
      run({
        accountId,
        notificationIds: notifications.slice(0, MAX_AT_ONCE).map((each) => each.notificationId),
        act,
      }),
  };
}

const MAX_AT_ONCE = 100;
