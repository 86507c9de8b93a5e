// Text that was typed but not yet saved, kept in this browser per document with the version it was made from.

export type Draft = { readonly content: string; readonly version: number };

const keyOf = (documentId: string) => `mc-document-draft:${documentId}`;

export function readDocumentDraft(documentId: string): Draft | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(keyOf(documentId)) ?? "null");
    return isDraft(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** A full browser storage is no reason to stop typing: the autosave still runs. */
export function writeDocumentDraft(documentId: string, draft: Draft | null): void {
  try {
    if (draft === null) localStorage.removeItem(keyOf(documentId));
    else localStorage.setItem(keyOf(documentId), JSON.stringify(draft));
  } catch {
    localStorage.removeItem(keyOf(documentId));
  }
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
