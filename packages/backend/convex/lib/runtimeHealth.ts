/** The figures of runtimes: the present ones, and a day of them in steps. */
import { deliverySuccess, errorRate, healthOf } from "@mc/shared/runtime/health";
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";

type Runtime = Doc<"runtimes">;

const SAMPLE_EVERY_MS = 5 * 60_000;
/** A day of them. */
const SAMPLES_KEPT = 288;

export async function recordHealth(ctx: WriteCtx, runtime: Runtime, metrics: RuntimeMetrics): Promise<void> {
  const now = Date.now();
  const { score } = healthOf({ status: runtime.status, metrics });
  const row = await healthRow(ctx, runtime);
  const fields = { at: now, score, metrics };
  if (row) await ctx.db.patch("runtimeHealth", row._id, fields);
  else
    await ctx.db.insert("runtimeHealth", { accountId: ctx.account._id, runtimeId: runtime._id, ...fields });
  await sample(ctx, runtime, { now, score, metrics });
}

export async function healthRow(ctx: ReadCtx, runtime: Runtime) {
  return await ctx.db
    .query("runtimeHealth")
    .withIndex("by_account_runtime", (q) => q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id))
    .unique();
}

export async function readHealth(ctx: ReadCtx, runtime: Runtime) {
  const row = await healthRow(ctx, runtime);
  return {
    ...healthOf({ status: runtime.status, metrics: row?.metrics ?? null }),
    metrics: row?.metrics ?? null,
    measuredAt: row?.at ?? null,
  };
}

export function gateFigures(metrics: RuntimeMetrics) {
  return {
    readiness: metrics.readiness,
    errorRate: errorRate(metrics),
    failures: metrics.failures,
    deliverySuccess: deliverySuccess(metrics),
  };
}

/** The past day, oldest first. */
export async function readSamples(ctx: ReadCtx, runtime: Runtime) {
  const rows = await samplesOf(ctx, runtime).order("desc").take(SAMPLES_KEPT);
  return rows
    .map(({ at, status, score, turns, failures, version }) => ({
      at,
      status,
      score,
      turns,
      failures,
      version,
    }))
    .toReversed();
}

function samplesOf(ctx: ReadCtx, runtime: Runtime) {
  return ctx.db
    .query("runtimeSamples")
    .withIndex("by_account_runtime_at", (q) =>
      q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id),
    );
}

type Reading = { now: number; score: number | null; metrics: RuntimeMetrics };

async function sample(ctx: WriteCtx, runtime: Runtime, { now, score, metrics }: Reading): Promise<void> {
  const latest = await samplesOf(ctx, runtime).order("desc").first();
  if (latest && now - latest.at < SAMPLE_EVERY_MS) return;
  await ctx.db.insert("runtimeSamples", {
    accountId: ctx.account._id,
    runtimeId: runtime._id,
    at: now,
    status: runtime.status,
    score,
    turns: metrics.turns,
    failures: metrics.failures,
    version: runtime.report?.openclawVersion ?? null,
  });
  const stale = await ctx.db
    .query("runtimeSamples")
    .withIndex("by_account_runtime_at", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("runtimeId", runtime._id)
        .lt("at", now - SAMPLES_KEPT * SAMPLE_EVERY_MS),
    )
    .take(10);
  for (const { _id } of stale) await ctx.db.delete("runtimeSamples", _id);
}
