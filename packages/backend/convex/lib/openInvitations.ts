/** Invitations that still let someone in, and closing them. */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";

type Invitation = Doc<"invitations">;

export async function openInvitations(ctx: ReadCtx): Promise<Invitation[]> {
  const now = Date.now();
  return await ctx.db
    .query("invitations")
    .withIndex("by_account_status_expiresAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("state.status", "open").gt("expiresAt", now),
    )
    .take(LIMITS.openInvitations);
}

export async function revokeInvitation(ctx: WriteCtx, invitationId: Id<"invitations">): Promise<null> {
  const invitation = await ctx.db.get("invitations", invitationId);
  if (!invitation) throw missing("invitation");
  if (invitation.state.status !== "open") {
    throw conflict("The invitation is no longer open.", invitation.state.status);
  }
  await revokeOpen(ctx, invitation);
  return null;
}

/** Whoever may not invite any more leaves no open door behind; at most `LIMITS.openInvitations` are open. */
export async function revokeInvitationsOf(ctx: WriteCtx, memberId: Id<"memberships">): Promise<void> {
  const open = await openInvitations(ctx);
  for (const invitation of open) if (invitation.invitedBy === memberId) await revokeOpen(ctx, invitation);
}

async function revokeOpen(ctx: WriteCtx, invitation: Invitation): Promise<void> {
  await ctx.db.patch("invitations", invitation._id, { state: { status: "revoked", at: Date.now() } });
  await ctx.activity.record({
    event: { type: "invitation_revoked", email: invitation.email, role: invitation.role },
    target: invitationTarget(invitation),
  });
}

/** One batch of those whose time is over; who holds the link was refused from that instant on. */
export async function expireInvitations(ctx: SystemMutationCtx): Promise<{ expired: number }> {
  const now = Date.now();
  const due = await ctx.db
    .query("invitations")
    .withIndex("by_status_expiresAt", (q) => q.eq("state.status", "open").lte("expiresAt", now))
    .take(LIMITS.batch);
  for (const invitation of due) {
    const account = await ctx.open(invitation.accountId);
    if (!account) continue;
    const { _id, email, role } = invitation;
    await account.db.patch("invitations", _id, { state: { status: "expired", at: now } });
    await account.activity.record({
      event: { type: "invitation_expired", email, role },
      target: invitationTarget(invitation),
    });
  }
  return { expired: due.length };
}

export function invitationTarget({ _id, email }: Pick<Invitation, "_id" | "email">) {
  return { kind: "invitation" as const, id: _id, label: email ?? "by link" };
}
