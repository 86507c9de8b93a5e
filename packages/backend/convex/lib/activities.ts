/** The feed. A row carries all it says, so a page reads nothing else. */
import { type ActivityGroup, activityGroup } from "@mc/shared/activity/groups";
import { DAY_MS } from "@mc/shared/time/zone";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { missing } from "../functions/errors";
import { boundedPage } from "./limits";
import { getTaskByNumberOrThrow } from "./tasks";
import { madeAt } from "./times";

export type ActivityFilter = {
  group?: ActivityGroup | undefined;
  memberId?: Id<"memberships"> | undefined;
  agentId?: Id<"agents"> | undefined;
  taskNumber?: number | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export async function listActivities(
  ctx: ReadCtx,
  filter: ActivityFilter,
  paginationOpts: PaginationOptions,
) {
  const { group, memberId, agentId, from = 0, to = Number.MAX_SAFE_INTEGER } = filter;
  const taskId =
    filter.taskNumber === undefined ? undefined : (await getTaskByNumberOrThrow(ctx, filter.taskNumber))._id;
  // Those who left are still in the history, so a row of the account is enough.
  if (memberId !== undefined && !(await ctx.db.get("memberships", memberId))) throw missing("member");
  if (agentId !== undefined && !(await ctx.db.get("agents", agentId))) throw missing("agent");
  const base = ctx.db.query("activities");
  const { _id: accountId, _creationTime: founded } = ctx.account;
  // Of the time before the account there is only what was told right after it was founded.
  const end = to > founded ? to : founded + DAY_MS;
  const range =
    taskId !== undefined
      ? base.withIndex("by_account_task", (q) =>
          q
            .eq("accountId", accountId)
            .eq("taskId", taskId)
            .gte("_creationTime", from)
            .lt("_creationTime", end),
        )
      : memberId !== undefined
        ? base.withIndex("by_account_member", (q) =>
            q
              .eq("accountId", accountId)
              .eq("actor.memberId", memberId)
              .gte("_creationTime", from)
              .lt("_creationTime", end),
          )
        : agentId !== undefined
          ? base.withIndex("by_account_agent", (q) =>
              q
                .eq("accountId", accountId)
                .eq("actor.agentId", agentId)
                .gte("_creationTime", from)
                .lt("_creationTime", end),
            )
          : base.withIndex("by_account", (q) =>
              q.eq("accountId", accountId).gte("_creationTime", from).lt("_creationTime", end),
            );
  const result = await range.order("desc").paginate(boundedPage(paginationOpts));
  const rows = result.page.filter((row) => {
    const { event, actor } = row;
    const at = madeAt(row);
    return (
      at >= from &&
      at < to &&
      (group === undefined || activityGroup(event.type) === group) &&
      (memberId === undefined || (actor.kind === "member" && actor.memberId === memberId)) &&
      (agentId === undefined || (actor.kind === "agent" && actor.agentId === agentId))
    );
  });
  return { ...result, page: rows.map(viewOf) };
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
    at: madeAt(row),
  };
}
