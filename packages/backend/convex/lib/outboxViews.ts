/** The outbox as people see it: what is set up, what is under way, and what was given up. */
import type { PaginationOptions } from "convex/server";
import type { Id } from "../_generated/dataModel";
import type { AccountQueryCtx } from "../functions/account";
import type { ReadCtx } from "../functions/context";
import { missing } from "../functions/errors";
import { missingMailSettings, pushPublicKey } from "./installation";
import { boundedPage } from "./limits";
import type { Delivery } from "./outbox";

/** By which channels this person can be told, and what has to be set where one cannot. */
export async function readChannels({ member }: AccountQueryCtx) {
  return {
    email: { missing: missingMailSettings(), address: member.email },
    push: { publicKey: pushPublicKey() },
    webhook: { isSet: member.reach?.webhook ?? false },
  };
}

export async function listDeliveries(
  ctx: ReadCtx,
  { status, paginationOpts }: { status: Delivery["state"]["status"]; paginationOpts: PaginationOptions },
) {
  const result = await ctx.db
    .query("outbox")
    .withIndex("by_account_status", (q) => q.eq("accountId", ctx.account._id).eq("state.status", status))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: await Promise.all(result.page.map((row) => deliveryView(ctx, row))) };
}

export async function getDeliveryOrThrow(ctx: ReadCtx, deliveryId: Id<"outbox">): Promise<Delivery> {
  const row = await ctx.db.get("outbox", deliveryId);
  if (!row) throw missing("delivery");
  return row;
}

/** For admins: whom it is for and how it fares; what somebody's notification says is theirs alone. */
export async function deliveryView(ctx: ReadCtx, row: Delivery) {
  const { state } = row;
  return {
    deliveryId: row._id,
    channel: row.channel,
    kind: row.subject.kind,
    about: await aboutOf(ctx, row),
    createdAt: row._creationTime,
    status: state.status,
    attempts: state.attempts,
    at: state.status === "waiting" ? state.dueAt : state.at,
    error: errorOf(state),
    answer: isFor(ctx, row) ? row.answer : row.answer && { ...row.answer, excerpt: "" },
  };
}

/** A receiver may echo what it was sent: the words of an answer are for whom the delivery was. */
function isFor({ caller }: ReadCtx, { memberId }: Delivery): boolean {
  return memberId === null || (caller.kind === "member" && caller.memberId === memberId);
}

async function aboutOf(ctx: ReadCtx, { subject, memberId }: Delivery): Promise<string> {
  if (subject.kind === "activity") {
    return (await ctx.db.get("activities", subject.activityId))?.event.type ?? "a former event";
  }
  if (subject.kind === "invitation") {
    return (await ctx.db.get("invitations", subject.invitationId))?.email ?? "a former invitation";
  }
  const receiverId = subject.kind === "removal" ? subject.removedId : memberId;
  const member = receiverId ? await ctx.db.get("memberships", receiverId) : null;
  return member?.name ?? (subject.kind === "test" ? "ping" : "a former member");
}

function errorOf(state: Delivery["state"]): string | null {
  switch (state.status) {
    case "waiting":
    case "dead":
      return state.error;
    case "skipped":
      return state.reason;
    case "sent":
      return null;
  }
}
