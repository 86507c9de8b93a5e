import type { Notification } from "./use-notifications";

/** The exact place that a notification is about; null when it has none. */
export function notificationHref(notification: Notification, accountSlug: string): string | null {
  if (notification.taskNumber === null && notification.documentId !== null)
    return `/${accountSlug}/docs/${notification.documentId}`;
  if (notification.taskNumber === null) {
    if (notification.documentId) return `/${accountSlug}/docs/${notification.documentId}`;
    return PLACE[notification.type]?.(accountSlug) ?? null;
  }
  const task = `/${accountSlug}/tasks/${notification.taskNumber}`;
  return notification.messageId ? `${task}?message=${notification.messageId}` : task;
}

const members = (slug: string): string => `/${slug}/settings/members`;
const runtime = (slug: string): string => `/${slug}/admin/openclaw`;

const PLACE: Readonly<Partial<Record<Notification["type"], (slug: string) => string>>> = {
  member_added: members,
  member_removed: members,
  role_changed: members,
  invitation_accepted: members,
  runtime_alert: runtime,
  upgrade_result: runtime,
  standup: (slug) => `/${slug}/standup`,
};
