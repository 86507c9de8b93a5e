import { defineTable } from "convex/server";
import { v } from "convex/values";
import { rolloutStatus, targetPhase } from "./vocabulary";

const gates = v.object({
  minReadiness: v.number(),
  maxErrorRate: v.number(),
  minDeliverySuccess: v.number(),
});

/** See shared rollout/strategy; equal to it by a compile-time test. */
export const strategy = v.union(
  v.object({ kind: v.literal("immediate"), maxFailurePercent: v.number() }),
  v.object({
    kind: v.literal("rolling"),
    batchPercent: v.number(),
    pauseMs: v.number(),
    maxFailurePercent: v.number(),
    gates,
  }),
  v.object({
    kind: v.literal("canary"),
    canaries: v.number(),
    soakMs: v.number(),
    batchPercent: v.number(),
    pauseMs: v.number(),
    maxFailurePercent: v.number(),
    gates,
  }),
);
export const window = v.object({ fromMinute: v.number(), toMinute: v.number(), timeZone: v.string() });

/**
 * A planned change of the OpenClaw version over the fleet. It belongs to the account from which a fleet operator
 * started it; the runtimes in it are rows of their own accounts. Moved by the planner of shared rollout/plan alone.
 */
export const rollouts = defineTable({
  accountId: v.id("accounts"),
  version: v.string(),
  strategy,
  startAt: v.number(),
  window: v.union(window, v.null()),
  status: rolloutStatus,
  statusSince: v.number(),
  reason: v.union(v.string(), v.null()),
  /** What it waits for, for people. */
  waitsFor: v.union(v.string(), v.null()),
  /** Counts its changes: a scheduled step of an older generation drops itself. */
  generation: v.number(),
  /** When the sweep looks after it; 0 when it is over. */
  wakeAt: v.number(),
  /** When people were told that it does not get on; null while it does. */
  stalledAt: v.union(v.number(), v.null()),
  startedBy: v.id("memberships"),
  startedByName: v.string(),
  endedAt: v.union(v.number(), v.null()),
  /** What became of the runtimes in it; null while it goes on. */
  counts: v.union(
    v.object({ succeeded: v.number(), failed: v.number(), rolledBack: v.number(), skipped: v.number() }),
    v.null(),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_wakeAt", ["wakeAt"]);

/** A runtime in a rollout, as a row of the runtime's account. */
export const rolloutTargets = defineTable({
  accountId: v.id("accounts"),
  rolloutId: v.id("rollouts"),
  runtimeId: v.id("runtimes"),
  /** -1 for one that was left alone from the start. */
  batch: v.number(),
  phase: targetPhase,
  phaseSince: v.number(),
  fromVersion: v.union(v.string(), v.null()),
  commandId: v.union(v.id("runtimeCommands"), v.null()),
  isRollBackTried: v.boolean(),
  reason: v.union(v.string(), v.null()),
})
  .index("by_account_runtime", ["accountId", "runtimeId"])
  .index("by_rolloutId_batch", ["rolloutId", "batch"]);
