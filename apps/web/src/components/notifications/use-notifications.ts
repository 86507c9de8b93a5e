import { api } from "@mc/backend/api";
import type { NotificationType } from "@mc/shared/notification/types";
import type { OptimisticLocalStore } from "convex/browser";
import { optimisticallyUpdateValueInPaginatedQuery } from "convex/react";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { AgentId, TaskId } from "@/components/tasks/types";
import { useCommand } from "@/lib/use-command";
import { useLiveList } from "@/lib/use-live-list";

export type Notification = FunctionReturnType<typeof api.notifications.list>["page"][number];
export type NotificationId = Notification["notificationId"];

/** Where notifications lie; "all" is the inbox, read and unread. */
export type InboxPlace = "all" | "unread" | "snoozed" | "archived";
type AccountId = FunctionArgs<typeof api.notifications.update>["accountId"];
export type InboxAct = FunctionArgs<typeof api.notifications.update>["act"];

export type InboxQuery = {
  readonly place?: InboxPlace;
  readonly type?: NotificationType | null;
  readonly taskId?: TaskId | null;
  readonly agentId?: AgentId | null;
};

/** One's notifications, newest first. */
export function useNotifications({ pageSize, ...query }: InboxQuery & { pageSize: number }) {
  const { accountId } = useAccount();
  const { place = "all", type = null, taskId = null, agentId = null } = query;
  return useLiveList(
    api.notifications.list,
    {
      accountId,
      ...(place === "all" ? {} : { filter: place }),
      ...(type === null ? {} : { type }),
      ...(taskId === null ? {} : { taskId }),
      ...(agentId === null ? {} : { agentId }),
    },
    pageSize,
  );
}

/** What an act does to the rows that are shown, before the server has answered. */
function showAct(
  store: OptimisticLocalStore,
  { ids, accountId, kind }: { ids: readonly NotificationId[]; accountId: AccountId; kind: InboxAct["kind"] },
): void {
  const count = store.getQuery(api.notifications.unreadCount, { accountId });
  let unread = 0;
  optimisticallyUpdateValueInPaginatedQuery(store, api.notifications.list, { accountId }, (row) => {
    if (!ids.includes(row.notificationId)) return row;
    const isRead = kind !== "unread";
    if (isRead && row.readAt === null) unread -= 1;
    if (!isRead && row.readAt !== null) unread += 1;
    return { ...row, readAt: isRead ? (row.readAt ?? Date.now()) : null };
  });
  if (count !== undefined && unread !== 0)
    store.setQuery(api.notifications.unreadCount, { accountId }, Math.max(0, count + unread));
}

export function useNotificationCommands() {
  const { accountId } = useAccount();
  const markRead = useCommand(api.notifications.markRead, {
    optimistic: (store, args) => showAct(store, { accountId, ids: args.notificationIds, kind: "read" }),
  });
  const markAllRead = useCommand(api.notifications.markAllRead, {
    optimistic: (store) => store.setQuery(api.notifications.unreadCount, { accountId }, 0),
  });
  return {
    markRead: (notificationId: NotificationId) =>
      markRead.run({ accountId, notificationIds: [notificationId] }),
    markAllRead: () => markAllRead.run({ accountId }),
    isBusy: markAllRead.isBusy,
  };
}

/** As many at once as the server takes. */
const MAX_AT_ONCE = 100;

/**
 * Acts on some notifications at once: read, unread, put away, put off. `gone` are those that were just sent out of the list and
 * are not shown while the server is told; what is refused comes back.
 */
export function useInboxCommands() {
  const { accountId } = useAccount();
  const [gone, setGone] = useState<ReadonlySet<NotificationId>>(new Set());
  const { run } = useCommand(api.notifications.update, {
    optimistic: (store, args) =>
      showAct(store, { accountId, ids: args.notificationIds, kind: args.act.kind }),
  });
  const act = async (notifications: readonly Notification[], what: InboxAct): Promise<void> => {
    const ids = notifications.slice(0, MAX_AT_ONCE).map((each) => each.notificationId);
    const leaves = what.kind === "archive" || what.kind === "snooze" || what.kind === "restore";
    if (leaves) setGone((current) => new Set([...current, ...ids]));
    await run({ accountId, notificationIds: ids, act: what });
    if (leaves) setGone((current) => new Set([...current].filter((id) => !ids.includes(id))));
  };
  return { act, gone };
}
