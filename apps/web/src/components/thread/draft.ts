// What a person has typed and what they have sent but the server has not confirmed, kept in this browser per task.
// A message keeps its key until it is confirmed: sending it again can never double it.

export type Outgoing = { readonly clientKey: string; readonly body: string; readonly at: number };

const draftKey = (taskId: string) => `mc-draft:${taskId}`;
const outboxKey = (taskId: string) => `mc-outbox:${taskId}`;

export function readDraft(taskId: string): string {
  return localStorage.getItem(draftKey(taskId)) ?? "";
}

export function writeDraft(taskId: string, body: string): void {
  if (body === "") localStorage.removeItem(draftKey(taskId));
  else localStorage.setItem(draftKey(taskId), body);
}

export function readOutbox(taskId: string): Outgoing[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(outboxKey(taskId)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

export function writeOutbox(taskId: string, outbox: readonly Outgoing[]): void {
  if (outbox.length === 0) localStorage.removeItem(outboxKey(taskId));
  else localStorage.setItem(outboxKey(taskId), JSON.stringify(outbox));
}

function isOutgoing(value: unknown): value is Outgoing {
  if (typeof value !== "object" || value === null) return false;
  return (
    "clientKey" in value &&
    typeof value.clientKey === "string" &&
    "body" in value &&
    typeof value.body === "string" &&
    "at" in value &&
    typeof value.at === "number"
  );
}
