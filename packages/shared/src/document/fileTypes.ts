/**
 * What an uploaded file really is, from its first bytes; the name only tells office formats apart, which share
 * a container. What a browser would run (HTML, SVG, scripts by type) is never among the answers.
 */
export type SniffedFile = { ok: true; contentType: string } | { ok: false; reason: string };

/** First bytes that are enough to tell. */
export const SNIFF_BYTES = 8_192;

type Signature = { bytes: readonly number[]; at: number; contentType: string };

const SIGNATURES: readonly Signature[] = [
  { bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], at: 0, contentType: "image/png" },
  { bytes: [0xff, 0xd8, 0xff], at: 0, contentType: "image/jpeg" },
  { bytes: [0x47, 0x49, 0x46, 0x38], at: 0, contentType: "image/gif" },
  { bytes: [0x57, 0x45, 0x42, 0x50], at: 8, contentType: "image/webp" },
  { bytes: [0x25, 0x50, 0x44, 0x46, 0x2d], at: 0, contentType: "application/pdf" },
];

const ZIP: readonly number[] = [0x50, 0x4b, 0x03, 0x04];
const OLE: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const IN_ZIP: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
};

const IN_OLE: Readonly<Record<string, string>> = {
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
};

const TEXTS: Readonly<Record<string, string>> = {
  txt: "text/plain",
  log: "text/plain",
  md: "text/markdown",
  csv: "text/csv",
  json: "application/json",
};

const ACCEPTED = "Images, PDF, office documents, text, Markdown, CSV and JSON are accepted.";

export function sniffFile(name: string, head: Uint8Array): SniffedFile {
  if (head.length === 0) return { ok: false, reason: "The file is empty." };
  const known = SIGNATURES.find(({ bytes, at }) => startsWith(head, { bytes, at }));
  if (known) return { ok: true, contentType: known.contentType };
  const extension = extensionOf(name);
  if (startsWith(head, { bytes: ZIP, at: 0 })) return listed(IN_ZIP, extension);
  if (startsWith(head, { bytes: OLE, at: 0 })) return listed(IN_OLE, extension);
  if (!isText(head)) return { ok: false, reason: `The file is of a type that is not known. ${ACCEPTED}` };
  return listed(TEXTS, extension);
}

/** Whether a file of this type, as `sniffFile` found it, can be read as it is. */
export function isTextType(contentType: string): boolean {
  return Object.values(TEXTS).includes(contentType);
}

/** Lower-case, without the dot; empty when the name has none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? "";
}

function listed(types: Readonly<Record<string, string>>, extension: string): SniffedFile {
  const contentType = Object.hasOwn(types, extension) ? types[extension] : undefined;
  if (contentType !== undefined) return { ok: true, contentType };
  const what = extension ? `A file ".${extension}" with this content` : "A file without an ending";
  return { ok: false, reason: `${what} is not accepted. ${ACCEPTED}` };
}

function startsWith(head: Uint8Array, { bytes, at }: { bytes: readonly number[]; at: number }): boolean {
  return bytes.every((byte, index) => head[at + index] === byte);
}

/** No control characters that texts do not have; a multi-byte letter may be cut at the end. */
export function isText(head: Uint8Array): boolean {
  return head.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c,
  );
}
