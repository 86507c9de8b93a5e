// What a person has typed and what they have sent but the server has not confirmed, kept in this browser per person and thread.
// A message keeps its key until it is confirmed: sending it again can never double it.
import { readKept, writeKept } from "@/lib/kept";

/** The message that a new one answers, as the composer shows it. */
export type ReplyTo = { readonly messageId: string; readonly authorName: string; readonly excerpt: string };
export type SentFile = { readonly storageId: string; readonly name: string; readonly size: number };
/** Whose words, and to which thread. */
export type ThreadOf = { readonly memberId: string; readonly thread: string };

export type Outgoing = {
  readonly clientKey: string;
  readonly body: string;
  readonly at: number;
  readonly replyTo?: ReplyTo;
  readonly files?: readonly SentFile[];
};

const keyOf = (kind: "draft" | "outbox", { memberId, thread }: ThreadOf) => ({ kind, memberId, of: thread });

export function readDraft(of: ThreadOf): string {
  return readKept(keyOf("draft", of)) ?? "";
}

export function writeDraft(of: ThreadOf, body: string): void {
  writeKept(keyOf("draft", of), body === "" ? null : body);
}

export function readOutbox(of: ThreadOf): Outgoing[] {
  try {
    const stored: unknown = JSON.parse(readKept(keyOf("outbox", of)) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

export function writeOutbox(of: ThreadOf, outbox: readonly Outgoing[]): void {
  writeKept(keyOf("outbox", of), outbox.length === 0 ? null : JSON.stringify(outbox));
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
