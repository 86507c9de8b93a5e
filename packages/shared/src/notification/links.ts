/** The exact place that a notification is about; the interface, mails and pushes lead to the same one. */
import { LEAD_CHAT_NUMBER } from "../task/limits.ts";
import type { NotificationType } from "./types.ts";

export type Place = {
  type: NotificationType;
  taskNumber: number | null;
  messageId: string | null;
  documentId: string | null;
  runId: string | null;
  approvalId?: string | null | undefined;
};

/** A path of the dashboard; null when it has none. */
export function notificationPath(place: Place, accountSlug: string): string | null {
  const { type, taskNumber, messageId, documentId, runId, approvalId } = place;
  if (approvalId) return `/${accountSlug}/approvals?approval=${approvalId}`;
  if (documentId && (taskNumber === null || type === "document_shared")) {
    return `/${accountSlug}/docs/${documentId}`;
  }
  if (taskNumber === null) return PAGE[type] === undefined ? null : `/${accountSlug}${PAGE[type]}`;
  const spot = messageId ? [`message=${messageId}`] : runId ? [`run=${runId}`] : [];
  // The squad lead's chat is a thread without a task's page of its own.
  if (taskNumber === LEAD_CHAT_NUMBER) return `/${accountSlug}?${[...spot, "chat=open"].join("&")}`;
  return `/${accountSlug}/tasks/${taskNumber}${spot.length > 0 ? `?${spot[0]}` : ""}`;
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
