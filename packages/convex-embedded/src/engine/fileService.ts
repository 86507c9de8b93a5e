/**
 * Stored files: the `_storage` document and the bytes. Bytes are written before the document commits and removed
 * after its removal has committed, so a crash leaves at worst bytes nobody knows, which a sweep at start removes.
 */
import { join } from "node:path";
import type { TableInfo } from "../catalog/catalog.ts";
import { SyscallError } from "../code/syscalls.ts";
import {
  createUploadTokens,
  type FileContent,
  FileStore,
  type StoredFile,
  type UploadTokens,
} from "../files/index.ts";
import type { Logger } from "../observability/logger.ts";
import type { Database } from "../store/database.ts";
import type { ReadTx } from "../store/readTx.ts";
import { type Document, parseDocument, type WriteTx } from "../store/writeTx.ts";
import type { Writer } from "./writer.ts";

const FILES_TABLE = "_storage";
const SWEEP_MIN_AGE_MS = 24 * 3_600_000;

export interface FileMetadata {
  readonly storageId: string;
  /** Hexadecimal, as functions see it. */
  readonly sha256: string;
  readonly size: number;
  readonly contentType: string | null;
}

export class FileService {
  readonly store: FileStore;
  readonly uploadTokens: UploadTokens;
  readonly #database: Database;
  readonly #writer: Writer;
  readonly #logger: Logger;
  readonly #origin: () => string;

  constructor(input: {
    dataDir: string;
    database: Database;
    writer: Writer;
    logger: Logger;
    origin: () => string;
  }) {
    this.store = new FileStore(join(input.dataDir, "storage"));
    this.uploadTokens = createUploadTokens({
      secret: input.database.secret("uploads"),
      now: () => Date.now(),
    });
    this.#database = input.database;
    this.#writer = input.writer;
    this.#logger = input.logger;
    this.#origin = input.origin;
  }

  async sweep(): Promise<void> {
    const removed = await this.store.sweep({
      isKnown: (key) => this.#database.writer.get("SELECT 1 FROM files WHERE key = ?", key) !== undefined,
      nowMs: Date.now(),
      minAgeMs: SWEEP_MIN_AGE_MS,
    });
    if (removed > 0) this.#logger.info("removed files without a document", { removed });
  }

  uploadUrl(): string {
    return `${this.#origin()}/api/storage/upload?token=${this.uploadTokens.issue()}`;
  }

  /** Stores bytes and their document; the id is durable when it resolves. */
  async put(
    content: FileContent,
    options: { contentType: string | null; expectedSha256?: string; maxBytes?: number },
  ): Promise<string> {
    const { contentType, ...checks } = options;
    const stored = await this.store.write(content, checks);
    try {
      return await this.#writer.write((tx) => register(tx, stored, contentType));
    } catch (error) {
      await this.store.delete(stored.key);
      throw error;
    }
  }

  metadata(tx: ReadTx, id: string): FileMetadata | null {
    const document = this.#document(tx, id);
    if (document === null) return null;
    const { sha256, size, contentType } = document;
    return {
      storageId: id,
      sha256: Buffer.from(typeof sha256 === "string" ? sha256 : "", "base64").toString("hex"),
      size: Number(size),
      contentType: typeof contentType === "string" ? contentType : null,
    };
  }

  url(tx: ReadTx, id: string): string | null {
    const key = this.#document(tx, id) === null ? null : this.key(tx, id);
    return key === null ? null : `${this.#origin()}/api/storage/${key}`;
  }

  key(tx: Pick<ReadTx, "connection">, id: string): string | null {
    return tx.connection.get<{ key: string }>("SELECT key FROM files WHERE id = ?", id)?.key ?? null;
  }

  /** The document's id of a file by the key in its URL. */
  idOf(tx: Pick<ReadTx, "connection">, key: string): string | null {
    return tx.connection.get<{ id: string }>("SELECT id FROM files WHERE key = ?", key)?.id ?? null;
  }

  remove(tx: WriteTx, id: string): void {
    const key = this.#document(tx, id) === null ? null : this.key(tx, id);
    if (key === null) throw new SyscallError(`storage id ${id} not found`);
    tx.remove(filesTable(tx), id);
    tx.connection.run("DELETE FROM files WHERE id = ?", id);
    tx.wrote(() => tx.connection.run("INSERT INTO files(id, key) VALUES (?, ?)", id, key));
    tx.afterCommit(() => {
      this.store
        .delete(key)
        .catch((error: unknown) => this.#logger.warn("a file could not be removed", { key, error }));
    });
  }

  #document(tx: ReadTx, id: string): Document | null {
    const body = tx.get(filesTable(tx), id);
    return body === null ? null : parseDocument(body);
  }
}

function filesTable(tx: ReadTx): TableInfo {
  const table = tx.catalog.table(FILES_TABLE);
  if (table === null) throw new SyscallError("The table of stored files is missing.");
  return table;
}

function register(tx: WriteTx, stored: StoredFile, contentType: string | null): string {
  const id = tx.insert(FILES_TABLE, {
    sha256: stored.sha256,
    size: stored.size,
    ...(contentType === null ? {} : { contentType }),
  });
  tx.connection.run("INSERT INTO files(id, key) VALUES (?, ?)", id, stored.key);
  tx.wrote(() => tx.connection.run("DELETE FROM files WHERE id = ?", id));
  return id;
}
