/** What an admin changes about a runtime: its limits, which one takes the work, and its end. */
import type { FieldChange } from "@mc/shared/activity/types";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid } from "../functions/errors";
import { countOne, waitFor } from "../functions/rates";
import type { ServiceMutationCtx } from "../functions/service";
import { LIMITS } from "./limits";
import { listAgents } from "./roster";
import { leaseRun } from "./runs";
import { endIncidents } from "./runtimeAlerts";
import { mirrorRuntimeConfig } from "./runtimeConfig";
import { currentRuntime, isActiveRuntime } from "./runtimes";
import { runtimeTarget } from "./targets";

type Runtime = Doc<"runtimes">;
type Limits = { parallelTurns: number | null; turnsPerMinute: number | null };

export const MAX_PARALLEL_TURNS = 8;
const MAX_TURNS_PER_MINUTE = 600;

export async function updateLimits(ctx: WriteCtx, runtime: Runtime, limits: Limits): Promise<null> {
  requireCount(limits.parallelTurns, {
    what: "Turns at once",
    max: MAX_PARALLEL_TURNS,
    field: "parallelTurns",
  });
  requireCount(limits.turnsPerMinute, {
    what: "Turns a minute",
    max: MAX_TURNS_PER_MINUTE,
    field: "turnsPerMinute",
  });
  const before = { parallelTurns: null, turnsPerMinute: null, ...runtime.settings };
  const changes: FieldChange[] = (["parallelTurns", "turnsPerMinute"] as const).flatMap((field) =>
    before[field] === limits[field] ? [] : [{ field, from: word(before[field]), to: word(limits[field]) }],
  );
  if (changes.length === 0) return null;
  const { parallelTurns, turnsPerMinute } = limits;
  await ctx.db.patch("runtimes", runtime._id, {
    settings: {
      ...(parallelTurns === null ? {} : { parallelTurns }),
      ...(turnsPerMinute === null ? {} : { turnsPerMinute }),
    },
  });
  await ctx.activity.record({
    event: { type: "runtime_settings_changed", changes },
    target: runtimeTarget(runtime),
  });
  return null;
}

/** Leases a run to the runtime within its limits. Only a turn that it really gets is counted. */
export async function leaseWithinLimits(
  ctx: ServiceMutationCtx,
  asked: { run: Doc<"runs">; leaseMs: number },
) {
  const reason = await whyNoTurn(ctx);
  if (reason !== null) return { kind: "refused" as const, reason };
  const answer = await leaseRun(ctx, { ...asked, runtimeId: ctx.runtime._id });
  if (answer.kind === "leased" && ctx.runtime.settings?.turnsPerMinute !== undefined)
    await countOne(ctx.db, ctx.account._id, turnsKey(ctx.runtime));
  return answer;
}

/** Why the runtime may not take one more turn now; null when it may. */
async function whyNoTurn(ctx: ServiceMutationCtx): Promise<string | null> {
  const { runtime } = ctx;
  if (!isActiveRuntime(runtime)) return "This runtime stands by; another one takes the account's work.";
  const { parallelTurns, turnsPerMinute } = runtime.settings ?? {};
  if (parallelTurns !== undefined && (await liveLeases(ctx, parallelTurns)) >= parallelTurns)
    return `At most ${parallelTurns} turns at once; the next one waits for a free place.`;
  if (turnsPerMinute === undefined) return null;
  const waitMs = await waitFor(ctx.db, ctx.account._id, {
    key: turnsKey(runtime),
    limit: turnsPerMinute,
  });
  if (waitMs === 0) return null;
  return `At most ${turnsPerMinute} turns a minute; the next one starts in ${Math.ceil(waitMs / 1000)} s.`;
}

/** Gives the account's work to the runtime; the one that had it stands by. What it was doing it may finish. */
export async function activateRuntime(ctx: WriteCtx, runtime: Runtime): Promise<null> {
  if (isActiveRuntime(runtime)) throw conflict(`${runtime.name} takes the account's work already.`, "active");
  const earlier = await currentRuntime(ctx);
  if (earlier) {
    await ctx.db.patch("runtimes", earlier._id, { duty: "standby", isWanted: false });
    await endIncidents(ctx, earlier);
  }
  const isWanted = (await listAgents(ctx)).length > 0;
  await ctx.db.patch("runtimes", runtime._id, { duty: "active", isWanted });
  await mirrorRuntimeConfig(ctx, runtime);
  await ctx.activity.record({
    event: { type: "runtime_activated", from: earlier?.name ?? null },
    target: runtimeTarget(runtime),
  });
  return null;
}

/** Its tokens open nothing from now on, and it is gone from every list; what it did stays in the feed. */
export async function removeRuntime(ctx: WriteCtx, runtime: Runtime): Promise<null> {
  if (isActiveRuntime(runtime))
    throw conflict(`${runtime.name} takes the account's work. Make another runtime active first.`, "active");
  if (runtime.provider === "local")
    throw conflict(
      "The local runtime belongs to this installation; it stands by and costs nothing.",
      "local",
    );
  const tokens = await ctx.db
    .query("serviceTokens")
    .withIndex("by_account_runtime_isLocal_revokedAt", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("runtimeId", runtime._id)
        .eq("isLocal", false)
        .eq("revokedAt", null),
    )
    .take(LIMITS.serviceTokens);
  for (const { _id } of tokens) await ctx.db.patch("serviceTokens", _id, { revokedAt: Date.now() });
  await ctx.db.patch("runtimes", runtime._id, { duty: "removed", isWanted: false });
  await endIncidents(ctx, runtime);
  await ctx.activity.record({
    event: { type: "runtime_removed", provider: runtime.provider },
    target: runtimeTarget(runtime),
  });
  return null;
}

/** Turns under way at the gateway, up to `limit`; what agents outside it hold takes no place there. */
async function liveLeases(ctx: ReadCtx, limit: number): Promise<number> {
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_place_leaseUntil", (q) =>
      q.eq("accountId", ctx.account._id).eq("place", "gateway").gt("leaseUntil", Date.now()),
    )
    .take(limit);
  return leases.length;
}

function turnsKey({ _id }: Runtime): string {
  return `turns:${_id}`;
}

function requireCount(value: number | null, rule: { what: string; max: number; field: string }): void {
  if (value === null || (Number.isInteger(value) && value >= 1 && value <= rule.max)) return;
  throw invalid(
    `${rule.what} is a whole number from 1 to ${rule.max}, or empty for no limit of its own.`,
    rule.field,
  );
}

function word(value: number | null): string | null {
  return value === null ? null : String(value);
}
