/**
 * The end of an account. Its row goes at once, and with it every door: no member, token, invitation, sweep or
 * supervisor finds the account any more. Everything else is removed by a job of small transactions whose state is
 * a row: a restart goes on where it stopped, and a step that was overtaken does nothing.
 */

import { KEPT_DAYS } from "@mc/shared/installation/keptDays";
import { isRolloutOver } from "@mc/shared/rollout/plan";
import { DAY_MS } from "@mc/shared/time/zone";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { EraseCtx } from "../functions/erase";
import { conflict, invalid } from "../functions/errors";
import type { IdentityQueryCtx } from "../functions/identity";
import { REMAINS, REMAINS_ORDER, type Remains, type TenantTable } from "../functions/remains";
import type { SystemQueryCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { listRuntimes } from "./runtimes";

type Deletion = Doc<"accountDeletions">;

/** A step takes well under a second; a job that rests for so long was lost. */
const RESUME_AFTER_MS = 2 * 60_000;
const SHOWN = 20;

/** `name` as the owner typed it, which no slip of the finger does. */
export async function deleteAccount(
  ctx: AccountMutationCtx,
  typed: string,
): Promise<{ deletionId: Id<"accountDeletions"> }> {
  const { account, member } = ctx;
  const { name, slug } = account;
  if (typed.trim() !== name) {
    throw invalid(`Type the account's name, ${name}, to delete it.`, "name");
  }
  await requireNoRollout(ctx);
  // The supervisor looks for wanted runtimes across accounts: this one stops now, not when the job gets there.
  const accountId = account._id;
  for (const { _id } of await listRuntimes(ctx)) await ctx.db.patch("runtimes", _id, { isWanted: false });
  const deletionId = await ctx.db.insert("accountDeletions", {
    accountId,
    slug,
    name,
    requestedBy: member.userId,
    requestedByName: member.name,
    generation: 1,
    tablesDone: 0,
    rows: 0,
    files: 0,
    stepAt: Date.now(),
    endedAt: null,
  });
  await ctx.operations.record({ type: "account_deletion_requested", slug, name });
  await ctx.db.delete("accounts", accountId);
  await ctx.scheduler.runAfter(0, internal.maintenance.eraseAccount, { deletionId, generation: 1 });
  return { deletionId };
}

/** A rollout lives in the account that started it and would end unheard with it, in the middle of the fleet. */
async function requireNoRollout(ctx: AccountMutationCtx): Promise<void> {
  const newest = await ctx.db
    .query("rollouts")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .first();
  if (!newest || isRolloutOver(newest.status)) return;
  throw conflict(
    `The rollout of OpenClaw ${newest.version} was started from this account and goes on. Halt it on the fleet's page, or wait for its end, then delete the account.`,
    newest.status,
  );
}

/** The next batch of one table. Answers whether there is more to do under this generation. */
export async function eraseStep(
  ctx: EraseCtx,
  step: { deletionId: Id<"accountDeletions">; generation: number },
): Promise<{ isDone: boolean }> {
  const deletion = await ctx.db.get("accountDeletions", step.deletionId);
  if (!deletion || deletion.endedAt !== null || deletion.generation !== step.generation) {
    return { isDone: true };
  }
  const remains = await ctx.remainsOf(deletion.accountId);
  if (!remains) return { isDone: true };
  for (let nth = deletion.tablesDone; ; nth += 1) {
    const table = REMAINS_ORDER[nth];
    if (!table) {
      await finish(ctx, deletion);
      return { isDone: true };
    }
    const erased = table === "files" ? await eraseFiles(remains) : await eraseRows(remains, table);
    if (erased.rows === 0) continue;
    await ctx.update(deletion._id, {
      rows: deletion.rows + erased.rows,
      files: deletion.files + erased.files,
      tablesDone: erased.rows < REMAINS[table].perBatch ? nth + 1 : nth,
      stepAt: Date.now(),
    });
    return { isDone: false };
  }
}

/** Starts jobs again whose next step was lost; what is scheduled runs at most once. */
export async function resumeDeletions(ctx: EraseCtx): Promise<{ resumed: number }> {
  const open = await ctx.db
    .query("accountDeletions")
    .withIndex("by_endedAt", (q) => q.eq("endedAt", null))
    .take(LIMITS.batch);
  const lost = open.filter(({ stepAt }) => stepAt <= Date.now() - RESUME_AFTER_MS);
  for (const { _id, generation } of lost) {
    await ctx.update(_id, { generation: generation + 1, stepAt: Date.now() });
    await ctx.scheduler.runAfter(0, internal.maintenance.eraseAccount, {
      deletionId: _id,
      generation: generation + 1,
    });
  }
  return { resumed: lost.length };
}

/** How a deletion went is of no interest a month later; its line in the operators' log stays. */
export async function forgetDeletions(ctx: EraseCtx): Promise<{ removed: number }> {
  const before = Date.now() - KEPT_DAYS.accountDeletions * DAY_MS;
  const old = await ctx.db
    .query("accountDeletions")
    .withIndex("by_endedAt", (q) => q.gt("endedAt", 0).lt("endedAt", before))
    .take(LIMITS.batch);
  for (const { _id } of old) await ctx.forget(_id);
  return { removed: old.length };
}

/** The deletions that a person asked for, for as long as they are kept, the newest first. */
export async function listMyDeletions({ db, identity }: IdentityQueryCtx) {
  const rows = await db
    .query("accountDeletions")
    .withIndex("by_requestedBy", (q) => q.eq("requestedBy", identity.userId))
    .order("desc")
    .take(SHOWN);
  return rows.map((row) => ({
    deletionId: row._id,
    name: row.name,
    slug: row.slug,
    requestedAt: row._creationTime,
    endedAt: row.endedAt,
    percent: Math.floor((100 * row.tablesDone) / REMAINS_ORDER.length),
    rows: row.rows,
    files: row.files,
  }));
}

/** For the supervisor: the accounts that ended last, whose working folders on this machine may go. */
export async function endedAccounts({ db }: SystemQueryCtx): Promise<Id<"accounts">[]> {
  const rows = await db.query("accountDeletions").order("desc").take(LIMITS.batch);
  return rows.map(({ accountId }) => accountId);
}

async function eraseRows(remains: Remains, table: TenantTable) {
  const rows = await remains.take(table);
  for (const row of rows) await remains.remove(table, row);
  return { rows: rows.length, files: 0 };
}

/** The bytes go with the row, in one transaction. */
async function eraseFiles(remains: Remains) {
  const rows = await remains.take("files");
  let files = 0;
  for (const row of rows) {
    if (await remains.system.get("_storage", row.storageId)) {
      await remains.storage.delete(row.storageId);
      files += 1;
    }
    await remains.remove("files", row);
  }
  return { rows: rows.length, files };
}

async function finish(ctx: EraseCtx, deletion: Deletion): Promise<void> {
  const { slug, name, rows, files } = deletion;
  await ctx.update(deletion._id, {
    tablesDone: REMAINS_ORDER.length,
    endedAt: Date.now(),
    stepAt: Date.now(),
  });
  await ctx.operations.record({ type: "account_deleted", slug, name, rows, files });
}
