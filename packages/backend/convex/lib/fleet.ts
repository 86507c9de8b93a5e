/** The fleet as its operators see it, and the start of a rollout over it. */
import { type Batches, planBatches } from "@mc/shared/rollout/batches";
import { type Strategy, strategyProblem, type Window, windowProblem } from "@mc/shared/rollout/strategy";
import { isVersion, MINIMUM_OPENCLAW_VERSION, TESTED_OPENCLAW_VERSIONS } from "@mc/shared/runtime/version";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import { conflict, forbidden, invalid, missing } from "../functions/errors";
import type { FleetMutationCtx, FleetQueryCtx } from "../functions/fleet";
import { readFlags } from "../functions/installation";
import { LIMITS } from "./limits";
import { rolloutTarget, targetRows } from "./rolloutState";
import { runtimeLine } from "./runtimeViews";

const ROLLOUTS_SHOWN = 20;
const OPEN_LOOKED_AT = 5;

/** The flag switches the fleet's pages and new rollouts off; one that goes on can still be paused and halted. */
async function requireFleet(db: DatabaseReader): Promise<void> {
  if (!(await readFlags(db)).fleet)
    throw forbidden("The fleet is switched off on this installation. A fleet operator can switch it on.");
}

/** Every runtime of the installation, in the order in which they joined, as far as the bound goes. */
export async function fleetRuntimes(db: DatabaseReader) {
  await requireFleet(db);
  const rows = await db.query("runtimes").take(LIMITS.fleet + 1);
  return {
    runtimes: rows.slice(0, LIMITS.fleet).filter(({ duty }) => duty !== "removed"),
    isPartial: rows.length > LIMITS.fleet,
  };
}

export async function fleetSummary({ db }: FleetQueryCtx) {
  const { runtimes, isPartial } = await fleetRuntimes(db);
  const rollouts = await db.query("rollouts").order("desc").take(ROLLOUTS_SHOWN);
  const ended = rollouts.flatMap(({ counts }) => (counts ? [counts] : []));
  const upgraded = ended.reduce((sum, { succeeded }) => sum + succeeded, 0);
  const tried = ended.reduce(
    (sum, { succeeded, failed, rolledBack }) => sum + succeeded + failed + rolledBack,
    0,
  );
  return {
    total: runtimes.length,
    isPartial,
    byStatus: tally(runtimes.map(({ status }) => status)),
    byVersion: tally(runtimes.map(({ report }) => report?.openclawVersion ?? "unknown")),
    minimumVersion: MINIMUM_OPENCLAW_VERSION,
    testedVersions: [...TESTED_OPENCLAW_VERSIONS],
    /** Of the latest rollouts that ended: runtimes upgraded, and runtimes tried. */
    upgrades: { upgraded, tried },
  };
}

export async function fleetLines(ctx: FleetQueryCtx) {
  const { runtimes } = await fleetRuntimes(ctx.db);
  const lines = await Promise.all(
    runtimes.map(async (runtime) => {
      const account = await ctx.read(runtime.accountId);
      return account ? [await runtimeLine(account, runtime)] : [];
    }),
  );
  return lines.flat();
}

export async function fleetRuntime(db: DatabaseReader, runtimeId: Id<"runtimes">): Promise<Doc<"runtimes">> {
  await requireFleet(db);
  const runtime = await db.get("runtimes", runtimeId);
  if (!runtime || runtime.duty === "removed") throw missing("runtime");
  return runtime;
}

export type RolloutDraft = {
  version: string;
  strategy: Strategy;
  /** Whom it concerns; null for the whole fleet. */
  runtimeIds: Id<"runtimes">[] | null;
  canaryIds: Id<"runtimes">[];
  excludedIds: Id<"runtimes">[];
};

/** What a start would do, without doing it. */
export async function previewRollout(ctx: Pick<FleetQueryCtx, "db">, draft: RolloutDraft) {
  const { batches, skipped, named } = await batchesOf(ctx.db, draft);
  const nameAll = async (keys: string[]) => await Promise.all(keys.map((key) => named(key)));
  return {
    batches: await Promise.all(batches.map(nameAll)),
    skipped: await Promise.all(skipped.map(async ({ key, reason }) => ({ ...(await named(key)), reason }))),
  };
}

export async function startRollout(
  ctx: FleetMutationCtx,
  draft: RolloutDraft & { startAt: number | null; window: Window | null },
): Promise<{ rolloutId: Id<"rollouts"> }> {
  if (draft.window) refuseProblem(windowProblem(draft.window), "window");
  const open = await ctx.db
    .query("rollouts")
    .withIndex("by_wakeAt", (q) => q.gt("wakeAt", 0))
    .take(OPEN_LOOKED_AT);
  if (open[0])
    throw conflict(`The rollout of OpenClaw ${open[0].version} goes on. Halt it, or wait for its end.`);
  const { batches, skipped, rows } = await batchesOf(ctx.db, draft);
  const runtimes = batches.flat().length;
  if (runtimes === 0) throw conflict("There is nothing to upgrade: no chosen runtime would be touched.");
  const { ctx: home, member } = await ctx.home();
  const now = Date.now();
  const startAt = Math.max(now, draft.startAt ?? now);
  const rolloutId = await home.db.insert("rollouts", {
    accountId: home.account._id,
    version: draft.version,
    strategy: draft.strategy,
    startAt,
    window: draft.window,
    status: "scheduled",
    statusSince: now,
    reason: null,
    waitsFor: null,
    generation: 1,
    wakeAt: startAt,
    stalledAt: null,
    startedBy: member._id,
    startedByName: member.name,
    endedAt: null,
    counts: null,
  });
  const places = [
    ...batches.flatMap((keys, batch) => keys.map((key) => ({ key, batch, reason: null }))),
    ...skipped.map(({ key, reason }) => ({ key, batch: -1, reason })),
  ];
  for (const { key, batch, reason } of places) {
    const runtime = rows.get(key);
    const account = runtime ? await ctx.open(runtime.accountId) : null;
    if (!runtime || !account) continue;
    await account.db.insert("rolloutTargets", {
      accountId: runtime.accountId,
      rolloutId,
      runtimeId: runtime._id,
      batch,
      phase: batch < 0 ? "skipped" : "pending",
      phaseSince: now,
      fromVersion: runtime.report?.openclawVersion ?? null,
      commandId: null,
      isRollBackTried: false,
      reason,
    });
  }
  const { version, strategy } = draft;
  await home.activity.record({
    event: { type: "rollout_started", version, strategy: strategy.kind, runtimes },
    target: rolloutTarget({ _id: rolloutId, version }),
    by: { actor: { kind: "member", memberId: member._id }, name: member.name },
  });
  await ctx.scheduler.runAt(startAt, internal.fleet.advance, { rolloutId, generation: 1 });
  return { rolloutId };
}

export async function listRollouts({ db }: FleetQueryCtx) {
  const rows = await db.query("rollouts").order("desc").take(ROLLOUTS_SHOWN);
  return rows.map(summaryOf);
}

export async function readRollout(ctx: FleetQueryCtx, rolloutId: Id<"rollouts">) {
  const rollout = await ctx.db.get("rollouts", rolloutId);
  if (!rollout) throw missing("rollout");
  const rows = await targetRows(ctx.db, rolloutId);
  const targets = await Promise.all(
    rows.map(async (row) => {
      const account = await ctx.read(row.accountId);
      const runtime = await ctx.db.get("runtimes", row.runtimeId);
      if (!account || !runtime) return [];
      const line = await runtimeLine(account, runtime);
      const { runtimeId, name, accountName, status, openclawVersion, score, upgrade } = line;
      const { batch, phase, phaseSince, fromVersion, reason } = row;
      const place = { batch, phase, phaseSince, fromVersion, reason };
      return [{ runtimeId, name, accountName, status, openclawVersion, score, upgrade, ...place }];
    }),
  );
  return { ...summaryOf(rollout), targets: targets.flat() };
}

function summaryOf(rollout: Doc<"rollouts">) {
  const {
    _id,
    _creationTime,
    accountId: _home,
    generation: _g,
    wakeAt: _w,
    startedBy: _by,
    ...shown
  } = rollout;
  return { rolloutId: _id, createdAt: _creationTime, ...shown };
}

async function batchesOf(db: DatabaseReader, draft: RolloutDraft) {
  if (!isVersion(draft.version)) throw invalid("A version looks like 2026.9.6.", "version");
  refuseProblem(strategyProblem(draft.strategy), "strategy");
  const { runtimes } = await fleetRuntimes(db);
  const rows = new Map(runtimes.map((runtime) => [runtime._id as string, runtime]));
  const named = [...(draft.runtimeIds ?? []), ...draft.canaryIds, ...draft.excludedIds];
  if (named.some((id) => !rows.has(id))) throw missing("runtime");
  const wanted = new Set<string>(draft.runtimeIds ?? rows.keys());
  const excluded = new Set<string>(draft.excludedIds);
  const canaries = new Set<string>(draft.canaryIds);
  const candidates = runtimes.filter(({ _id }) => wanted.has(_id) && !excluded.has(_id));
  const planned: Batches = planBatches(
    draft.version,
    draft.strategy,
    candidates.map(({ _id, status, report }) => ({
      key: _id,
      isOnline: status !== "offline" && status !== "none",
      isWell: status === "online",
      version: report?.openclawVersion ?? null,
      isCanary: canaries.has(_id),
    })),
  );
  const leftOut = runtimes
    .filter(({ _id }) => wanted.has(_id) && excluded.has(_id))
    .map(({ _id }) => ({ key: _id as string, reason: "Left out by the operator." }));
  const name = async (key: string) => {
    const runtime = rows.get(key);
    const account = runtime ? await db.get("accounts", runtime.accountId) : null;
    return {
      runtimeId: key,
      name: runtime?.name ?? "",
      accountName: account?.name ?? "",
      version: runtime?.report?.openclawVersion ?? null,
      status: runtime?.status ?? ("none" as const),
    };
  };
  return { batches: planned.batches, skipped: [...planned.skipped, ...leftOut], rows, named: name };
}

function refuseProblem(problem: string | null, field: string): void {
  if (problem !== null) throw invalid(problem, field);
}

function tally(values: readonly string[]) {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([key, count]) => ({ key, count }))
    .toSorted((one, other) => other.count - one.count);
}
