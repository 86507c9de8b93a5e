/**
 * Rollouts over the fleet. What to do next is decided by the planner of shared rollout/plan; here its actions are
 * carried out, each through the account of the runtime that it concerns, and the next look is scheduled. A look that
 * comes twice, late or after a restart does nothing that was done before.
 */
import { type Action, isRolloutOver, plan, type RolloutState } from "@mc/shared/rollout/plan";
import { STALLED_AFTER_MS } from "@mc/shared/runtime/alerts";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, MutationCtx } from "../_generated/server";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { notifyMember } from "./notifications";
import { loadState, rolloutTarget } from "./rolloutState";
import { requestCommand, whyRefused } from "./runtimeCommands";
import { eachAlone } from "./sweeps";

type Rollout = Doc<"rollouts">;
export type AcrossCtx = {
  db: DatabaseReader;
  scheduler: MutationCtx["scheduler"];
  open(accountId: Id<"accounts">): Promise<WriteCtx | null>;
};

/** While it goes on it is looked at this often, whatever is scheduled. */
const LOOK_EVERY_MS = 60_000;

/** `generation` names the change after which the step was scheduled; null looks in any case. */
export async function advanceRollout(
  ctx: AcrossCtx,
  rolloutId: Id<"rollouts">,
  generation: number | null,
): Promise<void> {
  const rollout = await ctx.db.get("rollouts", rolloutId);
  if (!rollout || isRolloutOver(rollout.status)) return;
  if (generation !== null && generation !== rollout.generation) return;
  const home = await ctx.open(rollout.accountId);
  if (!home) return;
  const now = Date.now();
  const { state, rows } = await loadState(ctx.db, rollout);
  const next = plan(state, now);
  let { status, reason } = rollout;
  for (const action of next.actions) {
    switch (action.kind) {
      case "begin":
        status = "running";
        break;
      case "turn_back":
        [status, reason] = ["rolling_back", action.reason];
        break;
      case "finish":
        [status, reason] = [action.outcome, action.reason];
        break;
      case "start":
      case "roll_back":
      case "skip":
        await moveTarget(ctx, { rollout, action, row: rows.get(action.key) });
        break;
    }
  }
  await settle(ctx, { home, rollout, state, status, reason, next, now });
}

/** Looks at those whose next step is due and may have been lost. */
export async function sweepRollouts(ctx: SystemMutationCtx): Promise<void> {
  const due = await ctx.db
    .query("rollouts")
    .withIndex("by_wakeAt", (q) => q.gt("wakeAt", 0).lte("wakeAt", Date.now()))
    .take(LIMITS.batch);
  await eachAlone(ctx, due, {
    one: internal.fleet.advance,
    args: ({ _id }) => ({ rolloutId: _id, generation: null }),
    putOff: (account, { _id }, wakeAt) => account.db.patch("rollouts", _id, { wakeAt }),
  });
}

/** A person moves it: pause, resume, halt. Scheduled steps of the earlier generation drop themselves. */
export async function changeRollout(
  ctx: AcrossCtx,
  home: WriteCtx,
  { rollout, status, reason }: { rollout: Rollout; status: Rollout["status"]; reason: string | null },
): Promise<null> {
  await recordStatus(home, { rollout, status, reason });
  await ctx.scheduler.runAfter(0, internal.fleet.advance, { rolloutId: rollout._id, generation: null });
  return null;
}

async function moveTarget(
  ctx: AcrossCtx,
  {
    rollout,
    action,
    row,
  }: {
    rollout: Rollout;
    action: Extract<Action, { key: string }>;
    row: Doc<"rolloutTargets"> | undefined;
  },
): Promise<void> {
  const account = row ? await ctx.open(row.accountId) : null;
  if (!row || !account) return;
  const now = Date.now();
  if (action.kind === "skip") {
    account.activity.bookkeeping("a place in a rollout, which is recorded in its account");
    await account.db.patch("rolloutTargets", row._id, {
      phase: "skipped",
      phaseSince: now,
      reason: action.reason,
    });
    return;
  }
  const isUp = action.kind === "start";
  const wish = {
    kind: isUp ? ("upgrade" as const) : ("roll_back" as const),
    version: isUp ? rollout.version : null,
  };
  const runtime = await account.db.get("runtimes", row.runtimeId);
  const refusal = runtime ? await whyRefused(account, runtime, wish) : "The runtime is gone.";
  const tried = isUp ? {} : { isRollBackTried: true };
  if (!runtime || refusal !== null) {
    account.activity.bookkeeping("a place in a rollout, which is recorded in its account");
    const phase = isUp ? "skipped" : "failed";
    await account.db.patch("rolloutTargets", row._id, { phase, phaseSince: now, reason: refusal, ...tried });
    return;
  }
  const { commandId } = await requestCommand(account, runtime, {
    ...wish,
    requestKey: `rollout:${rollout._id}:${isUp ? "up" : "back"}`,
    requestedBy: `${rollout.startedByName} (rollout)`,
    rolloutId: rollout._id,
  });
  const phase = isUp ? "upgrading" : "rolling_back";
  await account.db.patch("rolloutTargets", row._id, { phase, phaseSince: now, commandId, ...tried });
}

type Settling = {
  home: WriteCtx;
  rollout: Rollout;
  state: RolloutState;
  status: Rollout["status"];
  reason: string | null;
  next: ReturnType<typeof plan>;
  now: number;
};

async function settle(
  ctx: AcrossCtx,
  { home, rollout, state, status, reason, next, now }: Settling,
): Promise<void> {
  if (status !== rollout.status) await recordStatus(home, { rollout, status, reason });
  if (isRolloutOver(status)) return await finish(ctx, home, { rollout, status, reason });
  const stalledAt = await noteStall(home, { rollout, state, next, now });
  const wakeAt = Math.min(next.wakeAt ?? Number.POSITIVE_INFINITY, now + LOOK_EVERY_MS);
  home.activity.bookkeeping("when a rollout is looked at next");
  const generation = rollout.generation + (status === rollout.status ? 0 : 1);
  await home.db.patch("rollouts", rollout._id, { waitsFor: next.waitsFor, wakeAt, stalledAt });
  // Later instants are met by the sweep; the near one to the second.
  if (next.wakeAt !== null && next.wakeAt <= now + LOOK_EVERY_MS)
    await ctx.scheduler.runAt(Math.max(now, next.wakeAt), internal.fleet.advance, {
      rolloutId: rollout._id,
      generation,
    });
}

async function recordStatus(
  home: WriteCtx,
  { rollout, status, reason }: { rollout: Rollout; status: Rollout["status"]; reason: string | null },
): Promise<void> {
  await home.db.patch("rollouts", rollout._id, {
    status,
    statusSince: Date.now(),
    reason,
    generation: rollout.generation + 1,
    wakeAt: isRolloutOver(status) ? 0 : Date.now(),
  });
  await home.activity.record({
    event: { type: "rollout_changed", from: rollout.status, to: status, reason },
    target: rolloutTarget(rollout),
  });
}

async function finish(
  ctx: AcrossCtx,
  home: WriteCtx,
  { rollout, status, reason }: { rollout: Rollout; status: Rollout["status"]; reason: string | null },
): Promise<void> {
  const { rows } = await loadState(ctx.db, rollout);
  const count = (phase: Doc<"rolloutTargets">["phase"]) =>
    [...rows.values()].filter((row) => row.phase === phase).length;
  const counts = {
    succeeded: count("succeeded"),
    failed: count("failed"),
    rolledBack: count("rolled_back"),
    skipped: count("skipped"),
  };
  await home.db.patch("rollouts", rollout._id, { endedAt: Date.now(), waitsFor: null, wakeAt: 0, counts });
  await notifyMember(home, rollout.startedBy, {
    type: "upgrade_result",
    reason: `rollout_${status}`,
    title: `Rollout of OpenClaw ${rollout.version}: ${status.replace("_", " ")}`,
    body: `${counts.succeeded} upgraded, ${counts.failed} failed, ${counts.rolledBack} rolled back, ${counts.skipped} skipped.${reason === null ? "" : ` ${reason}`}`,
  });
}

/** Told once when nothing moves for an hour although nothing is waited for, and once when it goes on. */
async function noteStall(
  home: WriteCtx,
  { rollout, state, next, now }: Pick<Settling, "rollout" | "state" | "next" | "now">,
): Promise<number | null> {
  const movedAt = Math.max(rollout.statusSince, ...state.targets.map(({ phaseSince }) => phaseSince));
  const isWaiting = next.wakeAt !== null || rollout.status === "paused" || rollout.status === "scheduled";
  const isStalled = !isWaiting && next.actions.length === 0 && now - movedAt > STALLED_AFTER_MS;
  if (isStalled === (rollout.stalledAt !== null)) return rollout.stalledAt;
  await notifyMember(home, rollout.startedBy, {
    type: "runtime_alert",
    reason: isStalled ? "rollout_stalled" : "rollout_moves",
    title: isStalled
      ? `The rollout of OpenClaw ${rollout.version} does not get on`
      : `The rollout of OpenClaw ${rollout.version} goes on`,
    body: isStalled
      ? `Nothing has moved for an hour. ${next.waitsFor ?? ""} Look at its runtimes, or halt it.`
      : "A runtime in it has got further.",
  });
  return isStalled ? now : null;
}
