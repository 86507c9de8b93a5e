/** What a turn was given, what it did step by step, and what it said. */
import { excerpt } from "@mc/shared/message/limits";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { listReads } from "./documentReads";
import { answerOf } from "./messages";

const CALLS_SHOWN = 200;
const RESULT_CHARACTERS = 600;

export async function readTranscript(ctx: ReadCtx, run: Doc<"runs">) {
  const calls = await ctx.db
    .query("toolCalls")
    .withIndex("by_account_run_call", (q) => q.eq("accountId", ctx.account._id).eq("runId", run._id))
    .take(CALLS_SHOWN);
  const cause = run.cause.messageId ? await ctx.db.get("messages", run.cause.messageId) : null;
  const answer = await answerOf(ctx, run._id);
  const steps = calls
    .sort((one, other) => one._creationTime - other._creationTime)
    .map((call) => ({
      at: call._creationTime,
      tool: call.tool,
      /** Which attempt made it; a repeat had no second effect. */
      fence: call.fence,
      sentence: call.sentence,
      result: excerpt(call.result, RESULT_CHARACTERS),
    }));
  return {
    runId: run._id,
    asked: cause && cause.deletedAt === null ? { author: cause.authorName, body: cause.body } : null,
    steps,
    isCut: calls.length === CALLS_SHOWN,
    /** What it knew of documents, by version. */
    read: await listReads(ctx, run),
    answer: answer && answer.deletedAt === null ? { messageId: answer._id, body: answer.body } : null,
  };
}
