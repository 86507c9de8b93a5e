/** Runs as people see and steer them, and the sweep that ends what has gone silent. */

import { isTerminal } from "@mc/shared/delivery/run";
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery } from "./functions/account";
import { conflict } from "./functions/errors";
import { systemMutation } from "./functions/system";
import { getAgentOrThrow } from "./lib/roster";
import { cancelRun } from "./lib/runCancel";
import { endOneOverdue, expireOneLease, sweepRuns } from "./lib/runSweep";
import { freeRun, getRunOrThrow, retryRun } from "./lib/runs";
import { readTranscript } from "./lib/runTranscripts";
import { liveOfTask, pageOfAgent, queueOfAgent, runsOfTask } from "./lib/runViews";
import { getThreadOrThrow } from "./lib/threads";

export const listByTask = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => runsOfTask(ctx, (await getThreadOrThrow(ctx, args.taskId))._id),
});

export const live = accountQuery({
  role: "viewer",
  args: { taskId: v.id("tasks") },
  handler: async (ctx, args) => liveOfTask(ctx, (await getThreadOrThrow(ctx, args.taskId))._id),
});

export const listByAgent = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { agentId, paginationOpts }) =>
    pageOfAgent(ctx, (await getAgentOrThrow(ctx, agentId))._id, paginationOpts),
});

export const queueByAgent = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents") },
  handler: async (ctx, { agentId }) => queueOfAgent(ctx, (await getAgentOrThrow(ctx, agentId))._id),
});

export const cancel = accountMutation({
  role: "member",
  audit: ["run_cancelled", "run_cancel_requested"],
  args: { runId: v.id("runs") },
  handler: async (ctx, { runId }) => {
    const run = await getRunOrThrow(ctx, runId);
    if (isTerminal(run.status)) throw conflict(`The run has ended: ${run.status}.`, run.status);
    return { outcome: await cancelRun(ctx, run) };
  },
});

export const retry = accountMutation({
  role: "member",
  audit: ["run_retried"],
  args: { runId: v.id("runs") },
  handler: async (ctx, { runId }) => retryRun(ctx, await getRunOrThrow(ctx, runId)),
});

/** Takes a turn back from a runtime that is silent; whatever that still writes has no effect. */
export const free = accountMutation({
  role: "member",
  audit: ["run_retried", "run_cancelled"],
  args: { runId: v.id("runs") },
  handler: async (ctx, { runId }) => freeRun(ctx, await getRunOrThrow(ctx, runId)),
});

/** What led to a turn, what it did step by step, and what it said. */
export const transcript = accountQuery({
  role: "viewer",
  args: { runId: v.id("runs") },
  handler: async (ctx, { runId }) => readTranscript(ctx, await getRunOrThrow(ctx, runId)),
});

export const sweep = systemMutation({
  audit: ["run_failed", "run_dead_lettered", "run_timed_out", "run_cancelled"],
  schedule: "runs.sweep",
  args: {},
  handler: (ctx) => sweepRuns(ctx),
});

const ENDS = ["run_failed", "run_dead_lettered", "run_timed_out", "run_cancelled"] as const;

export const expireOne = systemMutation({
  audit: ENDS,
  schedule: "runs.sweep",
  args: { leaseId: v.id("leases") },
  handler: (ctx, { leaseId }) => expireOneLease(ctx, leaseId),
});

export const endOne = systemMutation({
  audit: ENDS,
  schedule: "runs.sweep",
  args: { runId: v.id("runs") },
  handler: (ctx, { runId }) => endOneOverdue(ctx, runId),
});
