/** The feed. A row carries all it says, so a page reads nothing else. */
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { boundedPage } from "./limits";

export async function listActivities(ctx: ReadCtx, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("activities")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: result.page.map(viewOf) };
}

export async function activitiesOfTask(ctx: ReadCtx, taskId: Id<"tasks">, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("activities")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: result.page.map(viewOf) };
}

function viewOf(row: Doc<"activities">) {
  const { actor } = row;
  const id = actor.kind === "member" ? actor.memberId : actor.kind === "agent" ? actor.agentId : "system";
  return {
    activityId: row._id,
    type: row.event.type,
    actor: { kind: actor.kind, id: id as string, name: row.actorName },
    target: row.target,
    taskId: row.taskId,
    /** The event with its payload, as shared describeActivity() reads it. */
    event: row.event,
    cause: row.cause,
    at: row._creationTime,
  };
}
