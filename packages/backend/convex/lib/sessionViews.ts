/** An agent's sessions as people see them: what the runtime has told of their turns. */
import { isTerminal } from "@mc/shared/delivery/run";
import { parseTaskSessionKey } from "@mc/shared/delivery/sessionKey";
import { tokensOf } from "@mc/shared/usage/usage";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { boundedPage } from "./limits";
import { isLeadChat } from "./threads";

/** Turns of the task that are looked at, of all its agents; more are said to be more. */
const TURNS_READ = 20;

/** The newest first; each with the turns that its task remembers of it. */
export async function sessionsOfAgent(ctx: ReadCtx, agentId: Id<"agents">, wanted: PaginationOptions) {
  const result = await ctx.db
    .query("sessions")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .order("desc")
    .paginate(boundedPage(wanted));
  return { ...result, page: await Promise.all(result.page.map((row) => sessionView(ctx, row))) };
}

async function sessionView(ctx: ReadCtx, session: Doc<"sessions">) {
  const task = await ctx.db.get("tasks", session.taskId);
  const ofTask = await ctx.db
    .query("runs")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", session.taskId))
    .order("desc")
    .take(TURNS_READ);
  const runs = ofTask.filter(({ sessionKey }) => sessionKey === session.sessionKey);
  const [last] = runs;
  const generation = parseTaskSessionKey(session.sessionKey)?.generation ?? 1;
  return {
    sessionKey: session.sessionKey,
    generation,
    task: task && {
      taskId: task._id,
      number: task.number,
      title: task.title,
      status: task.state.status,
      isLeadChat: isLeadChat(task),
    },
    state: stateOf({ task, generation, last }),
    openedAt: session._creationTime,
    /** Up to where the agent has read the thread. */
    readThrough: session.newsThrough,
    lastTurn: last
      ? {
          runId: last._id,
          status: last.status,
          at: last.endedAt ?? last.startedAt ?? last.queuedAt,
          model: last.model,
          /** What the model was given in that turn, over all its calls; null while nobody has said. */
          given: last.usage ? last.usage.input + last.usage.cacheRead + last.usage.cacheWrite : null,
        }
      : null,
    turns: runs.length,
    tokens: runs.reduce((sum, { usage }) => sum + (usage ? tokensOf(usage) : 0), 0),
    /** There were more turns in the task than were looked at. */
    isCut: ofTask.length === TURNS_READ,
  };
}

type Facts = { task: Doc<"tasks"> | null; generation: number; last: Doc<"runs"> | undefined };

/** working: a turn is under way; waiting: one is to come; open: the next turn goes on in it; ended: none will. */
function stateOf({ task, generation, last }: Facts): "working" | "waiting" | "open" | "ended" {
  if (last && !isTerminal(last.status)) return last.status === "queued" ? "waiting" : "working";
  return task && task.generation === generation ? "open" : "ended";
}
