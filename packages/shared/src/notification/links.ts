/** The exact place that a notification is about; the interface, mails and pushes lead to the same one. */
import type { NotificationType } from "./types.ts";

export type Place = {
  type: NotificationType;
  taskNumber: number | null;
  messageId: string | null;
  documentId: string | null;
};

/** A path of the dashboard; null when it has none. */
export function notificationPath(place: Place, accountSlug: string): string | null {
  const { type, taskNumber, messageId, documentId } = place;
  if (taskNumber !== null) {
    const task = `/${accountSlug}/tasks/${taskNumber}`;
    return messageId ? `${task}?message=${messageId}` : task;
  }
  if (documentId !== null) return `/${accountSlug}/docs/${documentId}`;
  const page = PAGE[type];
  return page === undefined ? null : `/${accountSlug}${page}`;
}

const PAGE: Readonly<Partial<Record<NotificationType, string>>> = {
  member_added: "/settings/members",
  member_removed: "/settings/members",
  role_changed: "/settings/members",
  invitation_accepted: "/settings/members",
  runtime_alert: "/admin/openclaw",
  upgrade_result: "/admin/openclaw",
  standup: "/standup",
};
