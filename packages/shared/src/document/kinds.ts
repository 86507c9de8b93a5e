export const DOCUMENT_KINDS = ["deliverable", "note", "template", "reference"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const DOCUMENT_LIMITS = {
  title: 200,
  /** Characters of Markdown; stays below the backend's limit of 1 MiB per row. */
  content: 200_000,
  comment: 10_000,
  folderName: 100,
  /** Folders of one account; the tree is read whole. */
  folders: 500,
  /** Folders inside one another. */
  folderDepth: 8,
  /** Tasks that one document is linked to. */
  links: 50,
  uploadBytes: 20 * 1024 * 1024,
  /** Bytes of all uploaded files of one account. */
  accountBytes: 2 * 1024 * 1024 * 1024,
} as const;
