/** All runtimes of the installation, for its fleet operators: looking, commanding, and rolling out versions. */
import { v } from "convex/values";
import { missing } from "./functions/errors";
import { fleetMutation, fleetQuery } from "./functions/fleet";
import { identityQuery } from "./functions/identity";
import { isFleetOperator, readFlags } from "./functions/installation";
import { systemMutation } from "./functions/system";
import {
  fleetLines,
  fleetRuntime,
  fleetSummary,
  listRollouts,
  previewRollout,
  readRollout,
  startRollout,
} from "./lib/fleet";
import { moveRollout } from "./lib/rolloutMoves";
import { advanceRollout, sweepRollouts } from "./lib/rollouts";
import { expireCommand, expireCommands, readLogs, requestCommand as request } from "./lib/runtimeCommands";
import { runtimePage } from "./lib/runtimeViews";
import { strategy, window } from "./tables/rollouts";
import { commandKind } from "./tables/vocabulary";

const runtimeIds = v.array(v.id("runtimes"));
const draft = {
  version: v.string(),
  strategy,
  runtimeIds: v.union(runtimeIds, v.null()),
  canaryIds: runtimeIds,
  excludedIds: runtimeIds,
};
const STEPS = [
  "rollout_changed",
  "runtime_command_requested",
  "runtime_command_ended",
  "runtime_alert_raised",
  "runtime_alert_ended",
] as const;

/** Whether the fleet's pages are for the caller; the pages say so instead of being empty. */
export const access = identityQuery({
  args: {},
  handler: async ({ db, identity }) => ({
    isOperator: await isFleetOperator(db, identity.userId),
    isOn: (await readFlags(db)).fleet,
  }),
});

export const summary = fleetQuery({ args: {}, handler: (ctx) => fleetSummary(ctx) });

export const list = fleetQuery({ args: {}, handler: (ctx) => fleetLines(ctx) });

export const get = fleetQuery({
  args: { runtimeId: v.id("runtimes") },
  handler: async (ctx, { runtimeId }) => {
    const runtime = await fleetRuntime(ctx.db, runtimeId);
    const account = await ctx.read(runtime.accountId);
    if (!account) throw missing("runtime");
    return { ...(await runtimePage(account, runtime)), logs: await readLogs(account, runtime) };
  },
});

export const requestCommand = fleetMutation({
  audit: ["runtime_command_requested"],
  operations: [],
  args: {
    runtimeId: v.id("runtimes"),
    kind: commandKind,
    version: v.optional(v.string()),
    requestKey: v.string(),
  },
  handler: async (ctx, { runtimeId, kind, version = null, requestKey }) => {
    const runtime = await fleetRuntime(ctx.db, runtimeId);
    const account = await ctx.open(runtime.accountId);
    if (!account) throw missing("runtime");
    const by = { requestedBy: `${ctx.identity.name} (fleet operator)`, rolloutId: null };
    return await request(account, runtime, {
      kind,
      version: kind === "upgrade" ? version : null,
      requestKey,
      ...by,
    });
  },
});

export const preview = fleetQuery({ args: draft, handler: (ctx, args) => previewRollout(ctx, args) });

export const start = fleetMutation({
  audit: ["rollout_started"],
  operations: [],
  args: { ...draft, startAt: v.union(v.number(), v.null()), window: v.union(window, v.null()) },
  handler: (ctx, args) => startRollout(ctx, args),
});

export const rollouts = fleetQuery({ args: {}, handler: (ctx) => listRollouts(ctx) });

export const rollout = fleetQuery({
  args: { rolloutId: v.id("rollouts") },
  handler: (ctx, { rolloutId }) => readRollout(ctx, rolloutId),
});

export const pause = fleetMutation({
  audit: ["rollout_changed"],
  operations: [],
  args: { rolloutId: v.id("rollouts") },
  handler: (ctx, { rolloutId }) => moveRollout(ctx, rolloutId, "pause"),
});

export const resume = fleetMutation({
  audit: ["rollout_changed"],
  operations: [],
  args: { rolloutId: v.id("rollouts") },
  handler: (ctx, { rolloutId }) => moveRollout(ctx, rolloutId, "resume"),
});

/** Nothing starts any more; with `rollBack`, whoever was upgraded goes back. */
export const halt = fleetMutation({
  audit: ["rollout_changed"],
  operations: [],
  args: { rolloutId: v.id("rollouts"), rollBack: v.boolean() },
  handler: (ctx, { rolloutId, rollBack }) => moveRollout(ctx, rolloutId, rollBack ? "roll_back" : "halt"),
});

/** The next step of a rollout; scheduled, and started again by the sweep if that was lost. */
export const advance = systemMutation({
  audit: STEPS,
  schedule: "fleet.advance",
  args: { rolloutId: v.id("rollouts"), generation: v.union(v.number(), v.null()) },
  handler: async (ctx, { rolloutId, generation }): Promise<null> => {
    await advanceRollout(ctx, rolloutId, generation);
    return null;
  },
});

export const sweep = systemMutation({
  audit: STEPS,
  schedule: "fleet.sweep",
  args: {},
  handler: async (ctx): Promise<null> => {
    await expireCommands(ctx);
    await sweepRollouts(ctx);
    return null;
  },
});

export const expireOne = systemMutation({
  audit: STEPS,
  schedule: "fleet.sweep",
  args: { commandId: v.id("runtimeCommands") },
  handler: (ctx, { commandId }) => expireCommand(ctx, commandId),
});
