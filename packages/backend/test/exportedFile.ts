/** An account taken away and brought in again, as a browser does both. */
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type ExportFile,
  IMPORT_STEPS,
  nextBatch,
  readExport,
  rowsOfStep,
} from "@mc/shared/account/exportFile";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { Id } from "../convex/_generated/dataModel";
import { sha256Hex } from "../convex/functions/secrets";
import type { TestBackend } from "./backends";
import { api, type World } from "./world";

type Table = FunctionArgs<typeof api.accounts.exportPage>["table"];
type Page = FunctionReturnType<typeof api.accounts.exportPage>;
type Started = FunctionReturnType<typeof api.imports.start>;

/** The text of the file. */
export async function exportText({ owner, accountId, slug }: World): Promise<string> {
  const { tables, exportedAt, settings } = await owner.as.mutation(api.accounts.startExport, { accountId });
  const data: Record<string, unknown[]> = {};
  for (const table of tables) {
    const rows: unknown[] = [];
    for (let cursor: string | null = null, isDone = false; !isDone; ) {
      const paginationOpts = { numItems: 200, cursor };
      const page: Page = await owner.as.query(api.accounts.exportPage, {
        accountId,
        table: table as Table,
        paginationOpts,
      });
      rows.push(...page.rows);
      ({ cursor, isDone } = page);
    }
    data[table] = rows;
  }
  const head = { format: EXPORT_FORMAT, version: EXPORT_VERSION, name: "Ada Works", slug };
  return JSON.stringify({ ...head, exportedAt: new Date(exportedAt), settings, tables: data });
}

export function fileOf(text: string): ExportFile {
  const read = readExport(JSON.parse(text));
  if (!read.ok) throw new TypeError(read.message);
  return read.file;
}

export async function begin(as: TestBackend, text: string): Promise<Started> {
  const file = fileOf(text);
  return await as.mutation(api.imports.start, {
    name: file.head.name,
    format: EXPORT_FORMAT,
    version: EXPORT_VERSION,
    fingerprint: await sha256Hex(text),
    source: { name: file.head.name, slug: file.head.slug, exportedAt: file.head.exportedAt },
    rows: IMPORT_STEPS.map((step) => ({ step, rows: rowsOfStep(file, step).length })),
    ...(file.head.settings ? { settings: file.head.settings } : {}),
  });
}

type Bounds = { maxRows?: number; stopAfter?: number; bytesOf?: (fileId: string) => Blob | null };

/** Sends what is missing; stops after some batches when told to. Answers how many were sent. */
export async function sendAll(
  { as, t }: { as: TestBackend; t: TestBackend },
  { accountId, importId }: Pick<Started, "accountId" | "importId">,
  { text, maxRows = 50, stopAfter = Number.POSITIVE_INFINITY, bytesOf }: Bounds & { text: string },
): Promise<number> {
  const file = fileOf(text);
  const status = await as.query(api.imports.status, { accountId });
  if (!status) throw new TypeError("nothing is imported here");
  let place: Pick<typeof status, "step" | "from"> = status;
  // Before the first of them is looked at: the official test backend takes no file while a function runs.
  const stored: (Id<"_storage"> | null)[] = [];
  for (const row of rowsOfStep(file, "files")) {
    const bytes = bytesOf?.(String(row["_id"])) ?? null;
    stored.push(bytes ? await t.action(async (ctx) => await ctx.storage.store(bytes)) : null);
  }
  for (let sent = 0; ; sent += 1) {
    const { step, from } = place;
    if (step === null || sent >= stopAfter) return sent;
    const rows = rowsOfStep(file, step);
    if (step === "files") {
      const row = rows[from] ?? {};
      place = await as.mutation(api.imports.addFile, {
        accountId,
        importId,
        from,
        row: JSON.stringify(row),
        storageId: stored[from] ?? null,
      });
    } else {
      const { json } = nextBatch(rows, from, { maxRows, maxChars: 1_000_000 });
      place = await as.mutation(api.imports.add, { accountId, importId, step, from, rows: json });
    }
  }
}

/** The bytes of the files as the source keeps them. */
export async function bytesOf(t: TestBackend): Promise<(fileId: string) => Blob | null> {
  const blobs = new Map<string, Blob>();
  for (const { _id, storageId } of await t.run(async (ctx) => await ctx.db.query("files").take(500))) {
    const parts = await t.action(async (ctx) => {
      const blob = await ctx.storage.get(storageId);
      return blob ? await blob.arrayBuffer() : null;
    });
    if (parts) blobs.set(_id, new Blob([parts]));
  }
  return (fileId) => blobs.get(fileId) ?? null;
}
