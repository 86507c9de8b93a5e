/** The inbox of agents outside the gateway, each seen through its own token. */
import { v } from "convex/values";
import { externalMutation } from "../functions/external";
import {
  answerWork,
  claimWork,
  failWork,
  giveBackWork,
  listWork,
  noteProgress,
  readSelf,
} from "../lib/externalWork";

const held = { lease: v.string() };
const count = v.optional(v.number());
/** What an agent says that its turn has used. */
const reported = {
  model: v.optional(v.string()),
  tokens: v.optional(v.object({ input: count, output: count, cacheRead: count, cacheWrite: count })),
};
const BUDGETS = ["budget_stopped", "budget_released"] as const;
const ENDS = ["run_failed", "run_dead_lettered", "run_cancelled", ...BUDGETS] as const;

export const self = externalMutation({ audit: "none", args: {}, handler: (ctx) => readSelf(ctx) });

export const list = externalMutation({ audit: BUDGETS, args: {}, handler: (ctx) => listWork(ctx) });

export const claim = externalMutation({
  audit: ENDS,
  args: { run: v.optional(v.string()) },
  handler: (ctx, args) => claimWork(ctx, args),
});

export const progress = externalMutation({
  audit: "none",
  args: { ...held, text: v.optional(v.string()) },
  handler: (ctx, args) => noteProgress(ctx, args),
});

export const answer = externalMutation({
  audit: ["run_succeeded", "message_created", "loop_stopped", ...BUDGETS],
  args: { ...held, ...reported, answer: v.string() },
  handler: (ctx, args) => answerWork(ctx, args),
});

export const fail = externalMutation({
  audit: ENDS,
  args: { ...held, ...reported, reason: v.string(), isRetryable: v.boolean() },
  handler: (ctx, args) => failWork(ctx, args),
});

export const giveBack = externalMutation({
  audit: ["run_cancelled", ...BUDGETS],
  args: { ...held, ...reported },
  handler: (ctx, args) => giveBackWork(ctx, args),
});
