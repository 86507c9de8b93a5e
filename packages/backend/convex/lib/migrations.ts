/**
 * Changes of stored rows, account by account, in batches. How far one is stands in its row, so that it can be
 * started again at any time: it goes on where it stopped, and an account that is as it should be stays as it is.
 */
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { legacyOf, type RuntimeConfig, sameConfig } from "./runtimeConfig";
import { addRuntime, currentRuntime } from "./runtimes";

/** Each account is opened and may get a row or two. */
const ACCOUNTS_PER_BATCH = 50;
const CHECKED_PER_PAGE = 200;

/** Begins the migration, or goes on with it; one that is through begins again from the first account. */
export async function startMigration({ installation }: SystemMutationCtx, name: string) {
  const row = await migrationRow(installation, name);
  const now = Date.now();
  const anew = { cursor: 0, seen: 0, changed: 0, startedAt: now, endedAt: null };
  if (!row) {
    await installation.insert("migrations", { name, generation: 1, ...anew });
    return { generation: 1 };
  }
  const generation = row.generation + 1;
  await installation.patch("migrations", row._id, { generation, ...(row.endedAt === null ? {} : anew) });
  return { generation };
}

/** The next accounts. A step of an earlier start does nothing. */
export async function migrateStep(
  ctx: SystemMutationCtx,
  { name, generation }: { name: string; generation: number },
  migrate: (account: WriteCtx) => Promise<boolean>,
): Promise<{ isDone: boolean }> {
  const { installation } = ctx;
  const row = await migrationRow(installation, name);
  if (!row || row.generation !== generation || row.endedAt !== null) return { isDone: true };
  const accounts = await installation
    .query("accounts")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", row.cursor))
    .take(ACCOUNTS_PER_BATCH);
  let changed = 0;
  for (const { _id } of accounts) {
    const account = await ctx.open(_id);
    if (account && (await migrate(account))) changed += 1;
  }
  const isDone = accounts.length < ACCOUNTS_PER_BATCH;
  const totals = { seen: row.seen + accounts.length, changed: row.changed + changed };
  await installation.patch("migrations", row._id, {
    ...totals,
    cursor: accounts.at(-1)?._creationTime ?? row.cursor,
    endedAt: isDone ? Date.now() : null,
  });
  if (isDone) await ctx.operations.record({ type: "migration_finished", name, ...totals });
  return { isDone };
}

/** Begins a migration that nobody has to ask for, and goes on with one that stopped; null when it is through. */
export async function goOn(ctx: SystemMutationCtx, name: string): Promise<{ generation: number } | null> {
  const row = await migrationRow(ctx.installation, name);
  return row && row.endedAt !== null ? null : await startMigration(ctx, name);
}

/** Counts the account's tasks again, which takes in those that are older than the figures of open work. */
export async function countOpenWork(ctx: WriteCtx): Promise<boolean> {
  ctx.activity.bookkeeping("figures counted from the rows they count");
  await ctx.scheduler.runAfter(0, internal.maintenance.recount, { accountId: ctx.account._id, isFull: true });
  return true;
}

/** The old description becomes the account's runtime. What a runtime has reported itself is newer and stays. */
export async function adoptRuntimeConfig(ctx: WriteCtx): Promise<boolean> {
  const { runtimeConfig } = ctx.account;
  if (!runtimeConfig) return false;
  const { provider, host, region } = runtimeConfig;
  const where = { ...(host === undefined ? {} : { host }), ...(region === undefined ? {} : { region }) };
  const runtime = await currentRuntime(ctx);
  if (!runtime) {
    await addRuntime(ctx, { name: "Runtime", provider, isWanted: false, ...where });
    return true;
  }
  if (
    runtime.lastCheckInAt !== null ||
    sameConfig(comparable(runtimeConfig), comparable(legacyOf(runtime)))
  ) {
    return false;
  }
  ctx.activity.bookkeeping("a runtime's description moved to its own row");
  await ctx.db.patch("runtimes", runtime._id, { provider, ...where });
  return true;
}

/** A page of accounts whose old description and whose runtime say different things. */
export async function differencesPage(db: DatabaseReader, after: number) {
  const accounts = await db
    .query("accounts")
    .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
    .take(CHECKED_PER_PAGE);
  let checked = 0;
  const different: Id<"accounts">[] = [];
  for (const { _id, runtimeConfig } of accounts) {
    if (!runtimeConfig) continue;
    checked += 1;
    const active = await Promise.all(
      ([undefined, "active"] as const).map((duty) =>
        db
          .query("runtimes")
          .withIndex("by_account_duty", (q) => q.eq("accountId", _id).eq("duty", duty))
          .first(),
      ),
    );
    const runtime = active.find((row) => row !== null);
    if (!runtime || !sameConfig(comparable(runtimeConfig), comparable(legacyOf(runtime)))) {
      different.push(_id);
    }
  }
  const next = accounts.length < CHECKED_PER_PAGE ? null : (accounts.at(-1)?._creationTime ?? null);
  return { checked, different, next };
}

/** Versions come with a runtime's own word; before it, nobody knows them. */
function comparable({ provider, host, region }: RuntimeConfig): RuntimeConfig {
  return {
    provider,
    ...(host === undefined ? {} : { host }),
    ...(region === undefined ? {} : { region }),
  };
}

async function migrationRow(db: DatabaseReader, name: string) {
  return await db
    .query("migrations")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
}
