export const DOCUMENT_KINDS = ["deliverable", "note", "template", "reference"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const DOCUMENT_LIMITS = {
  title: 200,
  /** Characters of Markdown; stays below the backend's limit of 1 MiB per row. */
  content: 200_000,
} as const;
