// What this browser keeps of one person's unfinished work. Keys carry the membership: on a shared computer nobody finds, or
// sends, another's words.

export type KeptKind = "draft" | "outbox" | "document-draft";
export type KeptKey = { readonly kind: KeptKind; readonly memberId: string; readonly of: string };

const nameOf = ({ kind, memberId, of }: KeptKey): string => `mc-${kind}:${memberId}:${of}`;

/** null when nothing is kept, or on the server. */
export function readKept(key: KeptKey): string | null {
  return typeof window === "undefined" ? null : localStorage.getItem(nameOf(key));
}

/** null forgets. A full browser storage is no reason to stop typing or sending: then nothing is kept, and nothing throws. */
export function writeKept(key: KeptKey, text: string | null): void {
  try {
    if (text === null) localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), text);
  } catch {
    localStorage.removeItem(nameOf(key));
  }
}
