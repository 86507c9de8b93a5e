/** The loop breaker's notice: who woke whom, told to the people of the task and kept in the feed. */
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { notifyAdmins, notifyMember } from "./notifications";
import { taskTarget } from "./targets";

export async function stopLoop(ctx: WriteCtx, { task, chain }: { task: Doc<"tasks">; chain: string[] }) {
  const path = chain.join(" → ");
  await ctx.activity.record({
    event: { type: "loop_stopped", hops: chain.length - 1, chain: path },
    target: taskTarget(task),
    taskId: task._id,
  });
  const notice = {
    type: "loop_stopped" as const,
    reason: "loop",
    title: `A chain of agents was stopped in MC-${task.number}`,
    body: `${path}. Write in the thread to let them go on.`,
    task,
  };
  const people = new Set<Id<"memberships">>(task.memberIds);
  if (task.creator.kind === "member") people.add(task.creator.memberId);
  for (const memberId of people) await notifyMember(ctx, memberId, notice);
  if (people.size === 0) await notifyAdmins(ctx, notice);
}
