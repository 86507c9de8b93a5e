// Text that was typed but not yet saved, kept in this browser per person and document with the version it was made from.
import { readKept, writeKept } from "@/lib/kept";

export type Draft = { readonly content: string; readonly version: number };
/** Whose text, and of which document. */
export type DraftOf = { readonly memberId: string; readonly documentId: string };

const keyOf = ({ memberId, documentId }: DraftOf) =>
  ({ kind: "document-draft", memberId, of: documentId }) as const;

export function readDocumentDraft(of: DraftOf): Draft | null {
  try {
    const stored: unknown = JSON.parse(readKept(keyOf(of)) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

export function writeDocumentDraft(of: DraftOf, draft: Draft | null): void {
  writeKept(keyOf(of), draft === null ? null : JSON.stringify(draft));
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  return (
    "content" in value &&
    typeof value.content === "string" &&
    "version" in value &&
    typeof value.version === "number"
  );
}
