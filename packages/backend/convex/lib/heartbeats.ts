/** Heartbeats of agents: decided here from the account's data, so that a beat without news costs no model call. */

import { taskSessionKey } from "@mc/shared/delivery/sessionKey";
import { type BeatTask, decideBeat } from "@mc/shared/heartbeat/news";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { missing } from "../functions/errors";
import { assignmentsOf } from "./assignments";
import { holdNow } from "./holds";
import { isThreadPaused, stopLoop } from "./loops";
import { agentState } from "./runState";
import { sessionOf, settledThrough } from "./sessions";
import { type Waker, wakeForNews } from "./wake";

type Decision = Doc<"heartbeats">["decision"];

/** Tasks looked at per beat, newest assignment first, and messages per task. */
const TASKS_READ = 50;
const MESSAGES_READ = 20;

export async function beatOf(ctx: WriteCtx, asked: { agentSlug: string; beat: number }): Promise<Decision> {
  const agent = await agentBySlug(ctx, asked.agentSlug);
  const row = await ctx.db
    .query("heartbeats")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agent._id))
    .unique();
  ctx.activity.bookkeeping("a beat; what it wakes is visible as a run");
  if (row && row.beat >= asked.beat) return row.decision;
  const decision = await decide(ctx, agent);
  const fields = {
    beat: asked.beat,
    decidedAt: Date.now(),
    decision,
    saved: (row?.saved ?? 0) + Number(decision.kind === "quiet"),
  };
  if (row) await ctx.db.patch("heartbeats", row._id, fields);
  else await ctx.db.insert("heartbeats", { accountId: ctx.account._id, agentId: agent._id, ...fields });
  return decision;
}

/** The last beat of an agent and how many needed no model. */
export async function heartbeatView(ctx: ReadCtx, agentId: Id<"agents">) {
  const row = await ctx.db
    .query("heartbeats")
    .withIndex("by_account_agent", (q) => q.eq("accountId", ctx.account._id).eq("agentId", agentId))
    .unique();
  return row ? { lastBeatAt: row.decidedAt, lastDecision: row.decision, saved: row.saved } : null;
}

async function decide(ctx: WriteCtx, agent: Doc<"agents">): Promise<Decision> {
  const state = await agentState(ctx, agent._id);
  const assignments = await assignmentsOf(ctx, { kind: "agent", agentId: agent._id }, TASKS_READ);
  const tasks = (await Promise.all(assignments.map(({ taskId }) => ctx.db.get("tasks", taskId)))).filter(
    (task) => task !== null,
  );
  const hold = agent.isPaused ? null : await holdNow(ctx, agent);
  let looked = await Promise.all(tasks.map((task) => lookAt(ctx, agent, task)));
  for (;;) {
    const verdict = decideBeat({
      isPaused: agent.isPaused,
      hold: hold?.sentence ?? null,
      isWorking: (state?.activeRuns.length ?? 0) > 0,
      tasks: looked.map(({ facts }) => facts),
    });
    if (verdict.kind === "refuse") return { kind: "refused", reason: verdict.reason };
    const found = verdict.kind === "wake" ? looked.find(({ task }) => task._id === verdict.taskId) : null;
    if (!found?.news) return { kind: "quiet" };
    const { task, news } = found;
    const woken = await wakeForNews(ctx, { agent, task, waker: await wakerOf(ctx, news) });
    if (woken.kind === "run") return { kind: "woken", runId: woken.runId };
    if (woken.kind === "loop") await stopLoop(ctx, { ...woken, task });
    // Its agents were stopped in this task; another one may have news all the same.
    looked = looked.filter((one) => one !== found);
  }
}

/** What the agent has not seen in one of its tasks, oldest first, its own left out; null for nothing. */
type News = [Doc<"messages">, ...Doc<"messages">[]] | null;

async function lookAt(
  ctx: ReadCtx,
  agent: Doc<"agents">,
  task: Doc<"tasks">,
): Promise<{ task: Doc<"tasks">; news: News; facts: BeatTask }> {
  const news = await unseenNews(ctx, agent, task);
  const facts = {
    taskId: task._id,
    status: task.state.status,
    openBlockerCount: task.openBlockerCount ?? 0,
    hasTurn: task.running.some(({ agentId }) => agentId === agent._id),
    unseenSince: news?.[0]._creationTime ?? null,
  };
  return { task, news, facts };
}

/** Nothing is unseen where nothing was written since the agent's last turn, or since one was given up or stopped. */
async function unseenNews(ctx: ReadCtx, agent: Doc<"agents">, task: Doc<"tasks">): Promise<News> {
  // Agents that woke one another too often wait for a person's word, also for a beat.
  if (await isThreadPaused(ctx, task._id)) return null;
  const place = { agentSlug: agent.slug, taskId: task._id, generation: task.generation };
  const session = await sessionOf(ctx, taskSessionKey(place));
  // what came with an import is history to everybody
  const seenThrough = Math.max(settledThrough(session), ctx.account.importedThrough ?? 0);
  if ((task.lastMessageAt ?? 0) < Math.floor(seenThrough)) return null;
  const rows = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) =>
      q.eq("accountId", ctx.account._id).eq("taskId", task._id).gt("_creationTime", seenThrough),
    )
    .take(MESSAGES_READ);
  const [oldest, ...later] = rows.filter(
    ({ author, deletedAt }) =>
      deletedAt === null && !(author.kind === "agent" && author.agentId === agent._id),
  );
  return oldest ? [oldest, ...later] : null;
}

/** Whose word wakes the agent: the last of the agents that wrote, with the chain that led to it, where nobody else did. */
async function wakerOf(ctx: ReadCtx, news: NonNullable<News>): Promise<Waker | null> {
  if (news.some(({ author }) => author.kind !== "agent")) return null;
  const { author, authorName, runId } = news.at(-1) ?? news[0];
  if (author.kind !== "agent") return null;
  const run = runId === null ? null : await ctx.db.get("runs", runId);
  return { agentId: author.agentId, chain: [...(run?.chain ?? []), authorName] };
}

async function agentBySlug(ctx: ReadCtx, slug: string): Promise<Doc<"agents">> {
  const agent = await ctx.db
    .query("agents")
    .withIndex("by_account_slug", (q) => q.eq("accountId", ctx.account._id).eq("slug", slug))
    .first();
  if (agent?.status !== "active") throw missing("agent");
  return agent;
}
