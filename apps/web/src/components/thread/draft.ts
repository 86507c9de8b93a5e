// What a person has typed and what they have sent but the server has not confirmed, kept in this browser per thread.
// A message keeps its key until it is confirmed: sending it again can never double it.

/** The message that a new one answers, as the composer shows it. */
export type ReplyTo = { readonly messageId: string; readonly authorName: string; readonly excerpt: string };
export type SentFile = { readonly storageId: string; readonly name: string };

export type Outgoing = {
  readonly clientKey: string;
  readonly body: string;
  readonly at: number;
  readonly replyTo?: ReplyTo;
  readonly files?: readonly SentFile[];
};

const draftKey = (threadKey: string) => `mc-draft:${threadKey}`;
const outboxKey = (threadKey: string) => `mc-outbox:${threadKey}`;

export function readDraft(threadKey: string): string {
  return localStorage.getItem(draftKey(threadKey)) ?? "";
}

export function writeDraft(threadKey: string, body: string): void {
  if (body === "") localStorage.removeItem(draftKey(threadKey));
  else localStorage.setItem(draftKey(threadKey), body);
}

export function readOutbox(threadKey: string): Outgoing[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(outboxKey(threadKey)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

export function writeOutbox(threadKey: string, outbox: readonly Outgoing[]): void {
  if (outbox.length === 0) localStorage.removeItem(outboxKey(threadKey));
  else localStorage.setItem(outboxKey(threadKey), JSON.stringify(outbox));
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
