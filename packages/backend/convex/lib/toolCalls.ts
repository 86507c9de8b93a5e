/**
 * Tools with effects that happen once. The same call (callId and arguments) of a run answers with its first result. When a
 * run is tried again, the nth call with equal arguments answers with what the nth of an earlier attempt did,
 * without doing it again: a model that repeats its steps after a crash repeats no effect.
 */
import { TOOLS, type ToolName } from "@mc/shared/tools/catalog";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { sha256Hex } from "../functions/secrets";
import type { AgentMutationCtx } from "../functions/turn";
import { gate, type Parked } from "./approvals";

const CALLS_READ = 200;

export type ToolEffect<Result> = { result: Result; sentence: string | null };

export async function once<Args extends Record<string, string | number | undefined>, Result extends object>(
  ctx: AgentMutationCtx,
  call: { tool: ToolName; args: Args; effect: () => Promise<ToolEffect<Result>> },
): Promise<Result | Parked> {
  const { tool, args } = call;
  if (TOOLS[tool].isRead) return (await call.effect()).result;
  const accountId = ctx.account._id;
  const runId = ctx.run._id;
  const argsHash = await sha256Hex(JSON.stringify(Object.entries(args).sort()));
  const named = await ctx.db
    .query("toolCalls")
    .withIndex("by_account_run_call", (q) =>
      q.eq("accountId", accountId).eq("runId", runId).eq("callId", ctx.callId),
    )
    .take(CALLS_READ);
  // Ids come from the provider and some number them anew in every turn: only with equal arguments it is the same call.
  const same = named.find((row) => row.tool === tool && row.argsHash === argsHash);
  if (same) return replay<Result>(same);
  const equal = await ctx.db
    .query("toolCalls")
    .withIndex("by_account_run_tool_args", (q) =>
      q.eq("accountId", accountId).eq("runId", runId).eq("tool", tool).eq("argsHash", argsHash),
    )
    .take(CALLS_READ);
  const occurrence = equal.filter((row) => row.fence === ctx.run.fence).length;
  const earlier = equal.find((row) => row.fence !== ctx.run.fence && row.occurrence === occurrence);
  const parked = earlier ? null : await gate(ctx, { tool, args, argsHash });
  if (parked) return parked;
  const outcome = earlier ? { result: replay<Result>(earlier), sentence: null } : await call.effect();
  await ctx.db.insert("toolCalls", {
    accountId,
    runId,
    fence: ctx.run.fence,
    callId: ctx.callId,
    tool,
    argsHash,
    occurrence,
    result: JSON.stringify(outcome.result),
    sentence: outcome.sentence,
  });
  if (earlier) ctx.activity.bookkeeping("a repeated call; its effect is recorded where it happened");
  return outcome.result;
}

/** Sentences for the next attempt: what has been done already. */
export async function effectsOf(ctx: ReadCtx, run: Doc<"runs">): Promise<string[]> {
  const rows = await ctx.db
    .query("toolCalls")
    .withIndex("by_account_run_call", (q) => q.eq("accountId", ctx.account._id).eq("runId", run._id))
    .take(CALLS_READ);
  const sentences = rows
    .filter((row) => row.fence !== run.fence)
    .sort((one, other) => one._creationTime - other._creationTime)
    .flatMap((row) => row.sentence ?? []);
  return sentences;
}

function replay<Result>(row: Doc<"toolCalls">): Result {
  return JSON.parse(row.result) as Result;
}
