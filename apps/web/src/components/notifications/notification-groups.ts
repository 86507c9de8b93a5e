// Notifications as the inbox shows them: those of one task together. Pure.
import type { Notification } from "./use-notifications";

export type NotificationGroup = {
  readonly key: string;
  /** The task that they are about; null for one that is about none. */
  readonly taskNumber: number | null;
  readonly items: readonly Notification[];
};

/** In the order of their newest, newest first as they come; what is about no task stands alone. */
export function groupByTask(notifications: readonly Notification[]): NotificationGroup[] {
  const groups = new Map<string, { key: string; taskNumber: number | null; items: Notification[] }>();
  for (const notification of notifications) {
    const { taskNumber } = notification;
    const key = taskNumber === null ? notification.notificationId : `MC-${taskNumber}`;
    const group = groups.get(key);
    if (group) group.items.push(notification);
    else groups.set(key, { key, taskNumber, items: [notification] });
  }
  return [...groups.values()];
}
