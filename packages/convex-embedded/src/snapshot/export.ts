/**
 * A deployment's snapshot as the entries of an official snapshot ZIP: what `npx convex export` downloads and
 * `npx convex import` reads. Ids and creation times are kept.
 */
import type { Value } from "convex/values";
import { isSystemTable, type TableInfo } from "../catalog/catalog.ts";
import { UNIFORM_MARKER, uniformText } from "./uniform.ts";
import type { ZipEntry } from "./zip.ts";

export interface StoredFileExport {
  /** The `_storage` document. */
  readonly document: Record<string, Value>;
  readonly internalId: string;
  /** Null when the bytes are missing. */
  content(): Promise<AsyncIterable<Uint8Array> | null>;
}

/** What is exported, read at one commit. */
export interface SnapshotSource {
  readonly tables: Iterable<TableInfo>;
  /** All documents of a table, by creation time. */
  documents(table: TableInfo): AsyncIterable<Record<string, Value>> | Iterable<Record<string, Value>>;
  /** Null leaves file contents out. */
  readonly files: AsyncIterable<StoredFileExport> | Iterable<StoredFileExport> | null;
}

const README = `# Snapshot of a Convex-compatible deployment

Each folder is a table, with one JSON document per line in documents.jsonl. Stored files are in _storage.
Import it with: npx convex import <this file>
`;
const FOUR_GIB = 2 ** 32;

export async function* snapshotEntries(source: SnapshotSource): AsyncGenerator<ZipEntry> {
  yield { name: "README.md", content: [Buffer.from(README)] };
  const tables = [...source.tables]
    .filter((table) => !isSystemTable(table.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = tables.map(({ name, number }) => `${JSON.stringify({ name, id: number })}\n`);
  yield { name: "_tables/documents.jsonl", content: names.map((line) => Buffer.from(line)) };
  for (const table of tables) {
    yield { name: `${table.name}/generated_schema.jsonl`, content: [Buffer.from(UNIFORM_MARKER)] };
    yield { name: `${table.name}/documents.jsonl`, content: lines(source.documents(table)), isLarge: true };
  }
  if (source.files !== null) yield* fileEntries(source.files);
}

async function* fileEntries(files: NonNullable<SnapshotSource["files"]>): AsyncGenerator<ZipEntry> {
  const rows: Buffer[] = [];
  for await (const { document, internalId, content } of files) {
    const bytes = await content();
    if (bytes === null) continue;
    rows.push(Buffer.from(`${uniformText({ ...document, internalId })}\n`));
    const { _id: id, size, contentType } = document;
    const name = `_storage/${typeof id === "string" ? id : internalId}${extensionOf(contentType)}`;
    yield { name, content: bytes, isLarge: Number(size ?? 0) >= FOUR_GIB / 2 };
  }
  yield { name: "_storage/generated_schema.jsonl", content: [Buffer.from(UNIFORM_MARKER)] };
  yield { name: "_storage/documents.jsonl", content: rows };
}

async function* lines(documents: ReturnType<SnapshotSource["documents"]>): AsyncGenerator<Uint8Array> {
  for await (const document of documents) yield Buffer.from(`${uniformText(document)}\n`);
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  "text/plain": ".txt",
  "text/html": ".html",
  "text/csv": ".csv",
  "text/markdown": ".md",
  "application/json": ".json",
  "application/pdf": ".pdf",
  "application/zip": ".zip",
  "image/png": ".png",
  "image/jpeg": ".jpeg",
  "image/gif": ".gif",
  "image/webp": ".webp",
  "image/svg+xml": ".svg",
  "audio/mpeg": ".mp3",
  "video/mp4": ".mp4",
};

function extensionOf(contentType: Value | undefined): string {
  const type = typeof contentType === "string" ? (contentType.split(";")[0]?.trim().toLowerCase() ?? "") : "";
  return EXTENSIONS[type] ?? "";
}
