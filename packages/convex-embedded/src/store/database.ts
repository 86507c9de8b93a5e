/**
 * The data folder: writer connection, read snapshots, the published catalog and clocks. One process per folder.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { Catalog } from "../catalog/catalog.ts";
import { loadCatalog } from "../catalog/persist.ts";
import type { ValidatorJSON } from "../values/validator.ts";
import { CommitClock, CreationClock } from "./clock.ts";
import { Connection, type Durability } from "./sqlite.ts";
import { WriteBuffer } from "./writeBuffer.ts";

/** The database as of one commit. Reads are synchronous, so any number of queries may share it. */
export interface Snapshot {
  readonly connection: Connection;
  readonly ts: bigint;
  readonly catalog: Catalog;
  release(): void;
}

const MAX_IDLE_READERS = 4;
const CHECKPOINT_IDLE_MS = 500;

interface OpenSnapshot {
  readonly connection: Connection;
  readonly ts: bigint;
  readonly catalog: Catalog;
  users: number;
}

export class Database {
  readonly file: string;
  readonly writer: Connection;
  /** What the writer's transaction has not told SQLite yet. */
  readonly buffer: WriteBuffer;
  readonly commitClock: CommitClock;
  readonly creationClock: CreationClock;
  readonly #durability: Durability;
  readonly #idleReaders: Connection[] = [];
  readonly #openReaders = new Set<Connection>();
  #catalog = new Catalog([]);
  #publishedTs: bigint;
  #current: OpenSnapshot | null = null;
  #checkpointTimer: NodeJS.Timeout | null = null;

  constructor(dataDir: string, durability: Durability) {
    this.file = join(dataDir, "data.sqlite");
    this.#durability = durability;
    this.writer = new Connection(this.file, { durability, isReadOnly: false });
    this.buffer = new WriteBuffer(this.writer);
    this.commitClock = new CommitClock(BigInt(this.writer.meta("latestTs") ?? 0));
    this.creationClock = new CreationClock(Number(this.writer.meta("latestCreation") ?? 0));
    this.#publishedTs = this.commitClock.latest;
    this.writer.begin();
    this.#catalog = loadCatalog(this.writer, new Map<string, ValidatorJSON>());
    this.writer.commit();
  }

  /** The newest durable commit. */
  get latestTs(): bigint {
    return this.#publishedTs;
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** The newest commit's snapshot. The caller releases it; a held snapshot keeps the WAL from shrinking. */
  snapshot(): Snapshot {
    const open = this.#current?.ts === this.#publishedTs ? this.#current : this.#openSnapshot();
    open.users += 1;
    let isReleased = false;
    return {
      connection: open.connection,
      ts: open.ts,
      catalog: open.catalog,
      release: () => {
        if (isReleased) return;
        isReleased = true;
        open.users -= 1;
        if (open !== this.#current) this.#closeIfUnused(open);
      },
    };
  }

  begin(): void {
    this.retireSnapshot();
    this.writer.begin();
  }

  /** Makes the writer's transaction durable and visible. Throws when SQLite could not commit. */
  commit(published: { ts: bigint; catalog: Catalog }): void {
    this.buffer.flush();
    this.writer.setMeta("latestTs", String(published.ts));
    this.writer.setMeta("latestCreation", String(this.creationClock.latest));
    this.writer.commit();
    this.#publishedTs = published.ts;
    this.#catalog = published.catalog;
    this.retireSnapshot();
    this.#scheduleCheckpoint();
  }

  /** Undoes the writer's transaction. */
  rollback(): void {
    this.buffer.reset();
    this.writer.rollback();
  }

  /** The next query opens a fresh snapshot; an unused one is closed now so that the WAL can be reset. */
  retireSnapshot(): void {
    const current = this.#current;
    this.#current = null;
    if (current !== null) this.#closeIfUnused(current);
  }

  /** A random key of this deployment, made once and kept: cursors and upload tokens are signed with it. */
  secret(name: string): Buffer {
    const stored = this.writer.meta(`secret.${name}`);
    if (stored !== null) return Buffer.from(stored, "base64");
    const secret = randomBytes(32);
    this.writer.setMeta(`secret.${name}`, secret.toString("base64"));
    return secret;
  }

  close(): void {
    if (this.#checkpointTimer !== null) clearTimeout(this.#checkpointTimer);
    this.#current = null;
    for (const reader of this.#openReaders) reader.close();
    this.writer.exec("PRAGMA wal_checkpoint(TRUNCATE);");
    this.writer.close();
  }

  #openSnapshot(): OpenSnapshot {
    this.retireSnapshot();
    let connection = this.#idleReaders.pop();
    if (connection === undefined) {
      connection = new Connection(this.file, { durability: this.#durability, isReadOnly: true });
      this.#openReaders.add(connection);
    }
    connection.beginSnapshot();
    this.#current = { connection, ts: this.#publishedTs, catalog: this.#catalog, users: 0 };
    return this.#current;
  }

  #closeIfUnused(snapshot: OpenSnapshot): void {
    if (snapshot.users > 0) return;
    snapshot.connection.commit();
    if (this.#idleReaders.length < MAX_IDLE_READERS) {
      this.#idleReaders.push(snapshot.connection);
    } else {
      this.#openReaders.delete(snapshot.connection);
      snapshot.connection.close();
    }
  }

  #scheduleCheckpoint(): void {
    this.#checkpointTimer?.refresh();
    this.#checkpointTimer ??= setTimeout(() => {
      this.#checkpointTimer = null;
      if (this.writer.isInTransaction) this.#scheduleCheckpoint();
      else this.writer.exec("PRAGMA wal_checkpoint(PASSIVE);");
    }, CHECKPOINT_IDLE_MS).unref();
  }
}
