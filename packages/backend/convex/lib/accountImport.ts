/**
 * An exported account, founded anew. Whoever has the file sends it row by row; the account's one row in `accountImports`
 * says what is in, so that a browser that was closed or a host that was restarted goes on where it stopped, and a batch
 * that is sent twice has no second effect. Nothing of it notifies, wakes or mails anybody.
 */
import type { ImportStep } from "@mc/shared/account/exportFile";
import { IMPORT_BATCH } from "@mc/shared/account/importSender";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import type { WriteCtx } from "../functions/context";
import { conflict, invalid, missing, refuse } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { isExternal } from "./agents";
import {
  importBudget,
  importComment,
  importDocument,
  importDocumentLink,
  importMetrics,
  importStandup,
  importUsage,
  importVersion,
} from "./importDocuments";
import { ImportedIds, type ImportRow, parseRows } from "./importRows";
import { importBlocker, importDescription, importMessage, importRecurrence, importTask } from "./importTasks";
import {
  type Added,
  type Importing,
  importAgent,
  importFile,
  importFolder,
  importMember,
  importSkill,
} from "./importTeam";
import { LIMITS } from "./limits";
import { listAgents } from "./roster";
import { setRuntimeWanted } from "./runtimes";

type Job = Doc<"accountImports">;

/** One row may be longer than a batch, for it travels alone. */
const MAX_BATCH_CHARS = 4_000_000;

/** The next rows of the step that is under way. Another place than asked for: nothing is written, and where to go on is the answer. */
export async function addRows(
  ctx: AccountMutationCtx,
  batch: { importId: Id<"accountImports">; step: ImportStep; from: number; rows: string },
) {
  if (batch.rows.length > MAX_BATCH_CHARS) {
    throw refuse({
      code: "too_large",
      message: "A batch of an import has at most 4,000,000 characters.",
      limit: MAX_BATCH_CHARS,
    });
  }
  return await addHere(ctx, batch, async (io) => {
    if (batch.step === "files") throw invalid("Files go over one by one, with their bytes.", "step");
    const rows = parseRows(batch.step, batch.rows);
    if (rows.length === 0 || rows.length > IMPORT_BATCH.maxRows) {
      throw invalid(`A batch has 1 to ${IMPORT_BATCH.maxRows} rows.`, "rows");
    }
    const write = WRITERS[batch.step];
    const counted = { rows: rows.length, skipped: 0, countedHere: 0 };
    for (const row of rows) {
      const added = await write(io, row);
      if (added === "counted_here") counted.countedHere += 1;
      else if (!added) counted.skipped += 1;
    }
    return counted;
  });
}

/** One file, whose bytes were sent to the storage before; without them where they could not be had. */
export async function addFile(
  ctx: AccountMutationCtx,
  batch: { importId: Id<"accountImports">; from: number; row: string; storageId: Id<"_storage"> | null },
) {
  if (batch.storageId !== null) await requireReachable(ctx, batch.storageId);
  return await addHere(ctx, { ...batch, step: "files" }, async (io) => {
    const [row] = parseRows("files", `[${batch.row}]`);
    if (!row) throw invalid("A file of an import is one row as JSON.", "row");
    const isIn = await importFile(io, row, batch.storageId);
    return { rows: 1, skipped: 0, filesMissing: isIn ? 0 : 1 };
  });
}

/** Before the place is looked at: a file of another account is no file, whatever was sent with it. */
async function requireReachable(ctx: AccountMutationCtx, storageId: Id<"_storage">): Promise<void> {
  const own = await ctx.db
    .query("files")
    .withIndex("by_storageId", (q) => q.eq("storageId", storageId))
    .first();
  if (own) return;
  if (!(await ctx.db.system.get("_storage", storageId)) || (await ctx.isFileTaken(storageId)))
    throw missing("file");
}

type Counted = { rows: number; skipped: number; filesMissing?: number; countedHere?: number };
type Place = { importId: Id<"accountImports">; step: ImportStep; from: number };

async function addHere(
  ctx: AccountMutationCtx,
  place: Place,
  add: (io: Importing & { noteUnassigned(): void }) => Promise<Counted>,
) {
  ctx.activity.bookkeeping("rows of an import, which is recorded as a whole");
  const job = await jobOrThrow(ctx, place.importId);
  const current = job.steps[job.step];
  const isHere =
    job.state.status === "running" && current?.step === place.step && job.rowsDone === place.from;
  if (!current || !isHere) return placeOf(job);
  let unassigned = 0;
  const counted = await add({
    ctx,
    ids: new ImportedIds(ctx),
    owner: ctx.member,
    noteUnassigned: () => {
      unassigned += 1;
    },
  });
  const rowsDone = job.rowsDone + counted.rows;
  if (rowsDone > current.rows)
    throw invalid(`The import was said to have ${current.rows} rows of ${place.step}.`, "rows");
  const isStepDone = rowsDone === current.rows;
  const next = {
    step: job.step + (isStepDone ? 1 : 0),
    rowsDone: isStepDone ? 0 : rowsDone,
    skipped: job.skipped + counted.skipped,
    unassigned: job.unassigned + unassigned,
    filesMissing: job.filesMissing + (counted.filesMissing ?? 0),
    countedHere: job.countedHere + (counted.countedHere ?? 0),
  };
  await ctx.db.patch("accountImports", job._id, next);
  return placeOf({ ...job, ...next });
}

const WRITERS: Record<
  Exclude<ImportStep, "files">,
  (io: Importing & { noteUnassigned(): void }, row: ImportRow) => Added
> = {
  memberships: importMember,
  skills: importSkill,
  agents: importAgent,
  documentFolders: importFolder,
  tasks: importTask,
  taskDescriptions: importDescription,
  taskBlockers: importBlocker,
  recurrences: importRecurrence,
  documents: importDocument,
  documentVersions: importVersion,
  documentLinks: importDocumentLink,
  documentComments: importComment,
  messages: importMessage,
  standups: importStandup,
  dailyMetrics: importMetrics,
  usageTotals: importUsage,
  budgets: importBudget,
};

/** All is in: from now on the account is one like every other. Done again, it changes nothing. */
export async function finishImport(ctx: AccountMutationCtx, importId: Id<"accountImports">): Promise<null> {
  ctx.activity.bookkeeping("an import that is through already");
  const job = await jobOrThrow(ctx, importId);
  if (job.state.status !== "running") return null;
  const place = placeOf(job);
  if (place.step !== null)
    throw conflict(`The import is not through: ${place.step} are missing.`, place.step);
  const at = Date.now();
  await ctx.db.patch("accountImports", importId, { state: { status: "tidying", at } });
  await ctx.db.patch("accounts", ctx.account._id, { importedThrough: at });
  if ((await listAgents(ctx)).some((agent) => !isExternal(agent))) await setRuntimeWanted(ctx, true);
  const left = job.skipped + job.filesMissing + job.countedHere;
  const rows = job.steps.reduce((sum, step) => sum + step.rows, 0) - left;
  await ctx.activity.record({
    event: { type: "account_imported", from: job.source.name, exportedAt: job.source.exportedAt, rows },
    target: { kind: "account", id: ctx.account._id, label: ctx.account.name },
  });
  await ctx.scheduler.runAfter(0, internal.imports.tidy, { importId });
  return null;
}

/** How far it is; null for an account that was not imported. */
export async function readImport(ctx: AccountQueryCtx) {
  const job = await jobOf(ctx);
  if (!job) return null;
  const { source, skipped, unassigned, filesMissing, countedHere, state } = job;
  const rows = job.steps.reduce((sum, step) => sum + step.rows, 0);
  return {
    importId: job._id,
    source,
    ...placeOf(job),
    rows,
    rowsDone: rowsBefore(job) + job.rowsDone,
    skipped,
    unassigned,
    filesMissing,
    countedHere,
    isRunning: state.status === "running",
    endedAt: state.status === "running" ? null : state.at,
  };
}

/** Lets go of a batch of ids of the file; answers whether there are more. */
export async function tidyImport(
  ctx: SystemMutationCtx,
  importId: Id<"accountImports">,
): Promise<{ isDone: boolean }> {
  const job = await ctx.db.get("accountImports", importId);
  const account = job ? await ctx.open(job.accountId) : null;
  if (!account || job?.state.status !== "tidying") return { isDone: true };
  account.activity.bookkeeping("ids of a file whose import is recorded");
  const rows = await account.db
    .query("importedIds")
    .withIndex("by_account_step_old", (q) => q.eq("accountId", job.accountId))
    .take(LIMITS.batch);
  for (const { _id } of rows) await account.db.delete("importedIds", _id);
  if (rows.length === LIMITS.batch) return { isDone: false };
  await account.db.patch("accountImports", importId, { state: { status: "done", at: job.state.at } });
  return { isDone: true };
}

/** Imports whose tidying was lost with a process. */
export async function untidyImports({ db }: SystemMutationCtx): Promise<Id<"accountImports">[]> {
  const rows = await db
    .query("accountImports")
    .withIndex("by_status", (q) => q.eq("state.status", "tidying"))
    .take(LIMITS.batch);
  return rows.map(({ _id }) => _id);
}

function placeOf(job: Job): { step: ImportStep | null; from: number } {
  return { step: job.steps[job.step]?.step ?? null, from: job.rowsDone };
}

function rowsBefore(job: Job): number {
  return job.steps.slice(0, job.step).reduce((sum, step) => sum + step.rows, 0);
}

export async function jobOf(ctx: Pick<AccountQueryCtx, "db" | "account">): Promise<Job | null> {
  return await ctx.db
    .query("accountImports")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .first();
}

async function jobOrThrow(ctx: WriteCtx, importId: Id<"accountImports">): Promise<Job> {
  const job = await ctx.db.get("accountImports", importId);
  if (!job) throw missing("import");
  return job;
}
