import { taskHref } from "@/lib/task-href";
import type { Notification } from "./use-notifications";

/** The exact place that a notification is about; null when it has none. */
export function notificationHref(notification: Notification, accountSlug: string): string | null {
  const { approvalId, taskNumber, documentId, messageId, runId, type } = notification;
  if (approvalId) return `/${accountSlug}/approvals?approval=${approvalId}`;
  if (taskNumber === null)
    return documentId ? `/${accountSlug}/docs/${documentId}` : (PLACE[type]?.(accountSlug) ?? null);
  if (type === "document_shared" && documentId) return `/${accountSlug}/docs/${documentId}`;
  if (messageId) return taskHref(accountSlug, taskNumber, { message: messageId });
  return taskHref(accountSlug, taskNumber, runId ? { run: runId } : {});
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
