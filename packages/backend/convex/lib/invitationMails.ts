/** What is mailed to people who are no members, where mail is set up: invitations that name an address, and removals. */
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { conflict } from "../functions/errors";
import { createSecret } from "../functions/secrets";
import { isMailSetUp } from "./installation";
import { enqueue } from "./outbox";

/** Answers whether a mail is on its way. The link's secret lies in the outbox until it is sent, and no longer. */
export async function mailInvitation(
  ctx: WriteCtx,
  invitation: { invitationId: Id<"invitations">; email: string | null; token: string },
): Promise<boolean> {
  const { invitationId, email, token } = invitation;
  if (email === null || !isMailSetUp()) return false;
  const now = Date.now();
  await enqueue(ctx, {
    channel: "email",
    memberId: null,
    subject: { kind: "invitation", invitationId, token },
    key: `invitation:${invitationId}:${now}`,
    dueAt: now,
  });
  return true;
}

/** Whoever is removed hears of it by mail: they have no inbox any more. No preference of theirs is asked. */
export async function mailRemoval(ctx: WriteCtx, member: Doc<"memberships">, by: string): Promise<void> {
  if (member.email === null || !isMailSetUp()) return;
  const now = Date.now();
  await enqueue(ctx, {
    channel: "email",
    memberId: null,
    subject: { kind: "removal", removedId: member._id, by },
    key: `removal:${member._id}:${now}`,
    dueAt: now,
  });
}

/** A new secret in place of the old one, for an invitation that is mailed again. */
export async function renewInvitationToken(ctx: WriteCtx, invitationId: Id<"invitations">): Promise<string> {
  const invitation = await ctx.db.get("invitations", invitationId);
  if (invitation?.state.status !== "open" || invitation.expiresAt <= Date.now()) {
    throw conflict("The invitation is no longer open. Make a new one.");
  }
  const { secret, hash } = await createSecret("mci");
  await ctx.db.patch("invitations", invitationId, { tokenHash: hash });
  return secret;
}
