/** The loop breaker: agents that woke one another in a thread, the stop, and the person's word that ends it. */
import {
  decideWake,
  type LoopVerdict,
  loopSentence,
  remember,
  type WakeAsked,
} from "@mc/shared/delivery/loops";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { notifyAdmins, notifyMember } from "./notifications";
import { taskTarget } from "./targets";

export type LoopStop = { verdict: LoopVerdict & { kind: "stop" }; chain: string[] };

/** Whether one agent may wake another here now. */
export async function judgeWake(ctx: ReadCtx, taskId: Id<"tasks">, asked: WakeAsked): Promise<LoopVerdict> {
  const row = await wakesOf(ctx, taskId);
  const thread = {
    wakes: row?.wakes ?? [],
    progressAt: row?.progressAt ?? 0,
    isPaused: row !== null && row.pausedAt !== null,
  };
  return decideWake(thread, asked);
}

/** A turn that one agent causes for another is counted; a message that joins a waiting turn is not. */
export async function rememberWake(ctx: WriteCtx, taskId: Id<"tasks">, asked: WakeAsked): Promise<void> {
  const row = await wakesOf(ctx, taskId);
  const wakes = remember(row?.wakes ?? [], asked);
  if (row) await ctx.db.patch("threadWakes", row._id, { wakes });
  else await insertWakes(ctx, { taskId, wakes, pausedAt: null });
}

export async function isThreadPaused(ctx: ReadCtx, taskId: Id<"tasks">): Promise<boolean> {
  const row = await wakesOf(ctx, taskId);
  return row !== null && row.pausedAt !== null;
}

/** A person wrote: somebody is looking, the agents may go on. */
export async function freeThread(ctx: WriteCtx, taskId: Id<"tasks">): Promise<void> {
  const row = await wakesOf(ctx, taskId);
  if (row) await ctx.db.patch("threadWakes", row._id, { wakes: [], pausedAt: null });
}

/** The task's status changed: what was answered before it was not in vain. */
export async function noteProgress(ctx: WriteCtx, taskId: Id<"tasks">): Promise<void> {
  const row = await wakesOf(ctx, taskId);
  if (row) await ctx.db.patch("threadWakes", row._id, { progressAt: Date.now() });
}

/** Pauses the thread's agents until a person writes, and tells the people of the task which chain it was. */
export async function stopLoop(
  ctx: WriteCtx,
  { task, verdict, chain }: LoopStop & { task: Doc<"tasks"> },
): Promise<void> {
  const row = await wakesOf(ctx, task._id);
  const pausedAt = Date.now();
  if (row) await ctx.db.patch("threadWakes", row._id, { pausedAt });
  else await insertWakes(ctx, { taskId: task._id, wakes: [], pausedAt });
  await ctx.activity.record({
    event: { type: "loop_stopped", hops: verdict.count, chain: chain.join(" → "), because: verdict.because },
    target: taskTarget(task),
    taskId: task._id,
  });
  const notice = {
    type: "loop_stopped" as const,
    reason: "loop",
    title: `A chain of agents was stopped in ${taskKey(task.number)}`,
    body: `${loopSentence(verdict, chain)} Write in the thread to let them go on.`,
    task,
  };
  const people = new Set<Id<"memberships">>(task.memberIds);
  if (task.creator.kind === "member") people.add(task.creator.memberId);
  for (const memberId of people) await notifyMember(ctx, memberId, notice);
  if (people.size === 0) await notifyAdmins(ctx, notice);
}

async function insertWakes(
  ctx: WriteCtx,
  row: Pick<Doc<"threadWakes">, "taskId" | "wakes" | "pausedAt">,
): Promise<void> {
  await ctx.db.insert("threadWakes", { accountId: ctx.account._id, progressAt: 0, ...row });
}

async function wakesOf(ctx: ReadCtx, taskId: Id<"tasks">) {
  return await ctx.db
    .query("threadWakes")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .unique();
}
