/** The snapshot of a running deployment, read at one commit while writes go on. */
import { documentKey, type TableInfo, withPrefix } from "../catalog/catalog.ts";
import type { Backend } from "../engine/backend.ts";
import type { Snapshot } from "../store/database.ts";
import { type Document, parseDocument } from "../store/writeTx.ts";
import { successor } from "../values/key.ts";
import { type SnapshotSource, type StoredFileExport, snapshotEntries } from "./export.ts";
import { writeZip } from "./zip.ts";

const ROWS_PER_READ = 500;
const FILES_TABLE = "_storage";

export interface DeploymentSnapshot {
  /** The commit that is exported. */
  readonly ts: bigint;
  /** The archive. Read it to its end, or end it early: the commit stays pinned until then. */
  readonly zip: AsyncGenerator<Uint8Array>;
}

export function exportDeployment(
  { database, files }: Pick<Backend, "database" | "files">,
  { includeFiles }: { includeFiles: boolean },
): DeploymentSnapshot {
  const snapshot = database.snapshot();
  const source: SnapshotSource = {
    tables: snapshot.catalog.tables(),
    documents: (table) => documentsOf(snapshot, table),
    files: includeFiles ? storedFiles(snapshot, files) : null,
  };
  return { ts: snapshot.ts, zip: releasing(snapshot, writeZip(snapshotEntries(source))) };
}

async function* releasing(
  snapshot: Snapshot,
  chunks: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } finally {
    snapshot.release();
  }
}

function* documentsOf({ connection }: Snapshot, { byCreationTime }: TableInfo): Generator<Document> {
  const all = withPrefix(byCreationTime, new Uint8Array());
  const hi = successor(all);
  for (let lo = all; ; ) {
    const rows = connection.range({ lo, hi, isDescending: false, limit: ROWS_PER_READ });
    for (const body of rows) yield parseDocument(body);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_READ) return;
    // Keys are prefix-free, so the next one lies at or above this one's successor.
    lo = successor(documentKey(byCreationTime, parseDocument(last)));
  }
}

function* storedFiles(snapshot: Snapshot, files: Backend["files"]): Generator<StoredFileExport> {
  const table = snapshot.catalog.table(FILES_TABLE);
  if (table === null) return;
  for (const document of documentsOf(snapshot, table)) {
    const id = document["_id"];
    const internalId = typeof id === "string" ? files.key(snapshot, id) : null;
    if (internalId === null) continue;
    yield { document, internalId, content: async () => await files.store.read(internalId) };
  }
}
