/** A runtime's queue and the life of a run under its lease. */
import { keptAnswer } from "@mc/shared/message/limits";
import { v } from "convex/values";
import { serviceMutation, serviceQuery } from "../functions/service";
import { acceptRun, progressRun } from "../lib/runProgress";
import {
  chargeAttempt,
  completeRun,
  confirmCancelled,
  failRun,
  getRunOrThrow,
  releaseRun,
  renewLease,
} from "../lib/runs";
import { leaseWithinLimits } from "../lib/runtimeSettings";
import { readQueue } from "../lib/runViews";
import { failure, spent, usage } from "../tables/vocabulary";

const held = { runId: v.id("runs"), fence: v.number() };
const reported = { ...held, spent: v.optional(spent) };
const SPENDS = ["budget_stopped", "budget_released"] as const;
const ENDS = ["run_failed", "run_dead_lettered", "run_cancelled", ...SPENDS] as const;

export const queue = serviceQuery({
  args: {},
  handler: async (ctx) => {
    return await readQueue(ctx, ctx.runtime);
  },
});

export const lease = serviceMutation({
  audit: ENDS,
  args: { runId: v.id("runs"), leaseMs: v.number() },
  handler: async (ctx, { runId, leaseMs }) => {
    return await leaseWithinLimits(ctx, { run: await getRunOrThrow(ctx, runId), leaseMs });
  },
});

export const renew = serviceMutation({
  audit: "none",
  args: { ...held, leaseMs: v.number() },
  handler: async (ctx, args) => renewLease(ctx, await getRunOrThrow(ctx, args.runId), args),
});

export const accepted = serviceMutation({
  audit: "none",
  args: {
    ...held,
    gatewayRunId: v.string(),
    model: v.union(v.string(), v.null()),
    /** Said from the beginning, so that what is written on the way is marked too; an older runtime does not say it. */
    isDemoModel: v.optional(v.boolean()),
  },
  handler: async (ctx, args) => acceptRun(ctx, await getRunOrThrow(ctx, args.runId), args),
});

export const progress = serviceMutation({
  audit: SPENDS,
  args: {
    ...reported,
    text: v.optional(v.string()),
    tool: v.optional(
      v.object({
        name: v.string(),
        phase: v.union(v.literal("start"), v.literal("end")),
        ok: v.optional(v.boolean()),
      }),
    ),
  },
  handler: async (ctx, args) => progressRun(ctx, await getRunOrThrow(ctx, args.runId), args),
});

export const complete = serviceMutation({
  audit: ["run_succeeded", "run_cancelled", "message_created", "loop_stopped", ...SPENDS],
  args: {
    ...held,
    answer: v.union(v.string(), v.null()),
    model: v.string(),
    isDemoModel: v.boolean(),
    usage,
  },
  handler: async (ctx, args) => {
    const answer = args.answer === null ? null : keptAnswer(args.answer.trim());
    return await completeRun(ctx, await getRunOrThrow(ctx, args.runId), { ...args, answer });
  },
});

export const fail = serviceMutation({
  audit: ENDS,
  args: { ...reported, error: failure, isRetryable: v.boolean(), retryAfterMs: v.optional(v.number()) },
  handler: async (ctx, args) => failRun(ctx, await getRunOrThrow(ctx, args.runId), args),
});

export const cancelled = serviceMutation({
  audit: ENDS,
  args: reported,
  handler: async (ctx, args) => confirmCancelled(ctx, await getRunOrThrow(ctx, args.runId), args),
});

export const release = serviceMutation({
  audit: ["run_cancelled", ...SPENDS],
  args: reported,
  handler: async (ctx, args) => {
    ctx.activity.bookkeeping("given back unfinished; the run is queued as before");
    return await releaseRun(ctx, await getRunOrThrow(ctx, args.runId), args);
  },
});

/** What an attempt used whose lease was lost meanwhile. */
export const charge = serviceMutation({
  audit: SPENDS,
  args: { ...held, spent },
  handler: async (ctx, args) => chargeAttempt(ctx, await getRunOrThrow(ctx, args.runId), args),
});
