/** Invitations by link or e-mail: a secret shown once, used once, for a week, and only by whom it names. */
import { type GrantableRole, hasRole, mayInvite } from "@mc/shared/account/roles";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, forbidden, invalid, missing, refuse } from "../functions/errors";
import type { IdentityMutationCtx, PublicQueryCtx } from "../functions/identity";
import { createSecret, sha256Hex } from "../functions/secrets";
import { mailInvitation } from "./invitationMails";
import { LIMITS } from "./limits";
import { addMember } from "./memberships";
import { notifyMember } from "./notifications";
import { invitationTarget, openInvitations } from "./openInvitations";
import { listMembers } from "./roster";

type Invitation = Doc<"invitations">;

const VALID_FOR_MS = 7 * 24 * 60 * 60_000;
const MAX_EMAIL = 254;
const SHOWN = 200;

export async function createInvitation(
  ctx: AccountMutationCtx,
  draft: { email?: string | undefined; role: GrantableRole },
) {
  const now = Date.now();
  const email = draft.email === undefined ? null : requireEmail(draft.email);
  await requireRoom(ctx);
  const { secret, hash } = await createSecret("mci");
  const expiresAt = now + VALID_FOR_MS;
  const invitationId = await ctx.db.insert("invitations", {
    accountId: ctx.account._id,
    email,
    role: draft.role,
    tokenHash: hash,
    invitedBy: ctx.member._id,
    expiresAt,
    state: { status: "open" },
  });
  await ctx.activity.record({
    event: { type: "invitation_created", email, role: draft.role, expiresAt },
    target: invitationTarget({ _id: invitationId, email }),
  });
  const isMailed = await mailInvitation(ctx, { invitationId, email, token: secret });
  return { invitationId, token: secret, expiresAt, isMailed };
}

/** Whoever sends it again stands for it from now on; one that was used or withdrawn stays closed. */
export async function resendInvitation(ctx: AccountMutationCtx, invitationId: Id<"invitations">) {
  const now = Date.now();
  const invitation = await ctx.db.get("invitations", invitationId);
  if (!invitation) throw missing("invitation");
  const state = stateOf(invitation, now);
  if (state === "used" || state === "revoked") {
    throw conflict(`This invitation is ${state}; make a new one.`, state);
  }
  if (state === "expired") await requireRoom(ctx);
  const { email, role } = invitation;
  const { secret, hash } = await createSecret("mci");
  const expiresAt = now + VALID_FOR_MS;
  await ctx.db.patch("invitations", invitationId, {
    tokenHash: hash,
    expiresAt,
    invitedBy: ctx.member._id,
    state: { status: "open" },
  });
  await ctx.activity.record({
    event: { type: "invitation_resent", email, role, expiresAt },
    target: invitationTarget(invitation),
  });
  const isMailed = await mailInvitation(ctx, { invitationId, email, token: secret });
  return { invitationId, token: secret, expiresAt, isMailed };
}

async function requireRoom(ctx: ReadCtx): Promise<void> {
  if ((await openInvitations(ctx)).length < LIMITS.openInvitations) return;
  throw invalid(`At most ${LIMITS.openInvitations} invitations are open at once; revoke some first.`);
}

export async function listInvitations(ctx: ReadCtx) {
  const rows = await ctx.db
    .query("invitations")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .take(SHOWN);
  const now = Date.now();
  return rows.map((row) => ({
    invitationId: row._id,
    email: row.email,
    role: row.role,
    state: stateOf(row, now),
    createdAt: row._creationTime,
    expiresAt: row.expiresAt,
  }));
}

/** What the holder of the secret may see before signing in. */
export async function previewInvitation({ db }: PublicQueryCtx, token: string) {
  const invitation = await invitationByToken(db, token);
  const account = invitation ? await db.get("accounts", invitation.accountId) : null;
  if (!invitation || !account) return null;
  return {
    accountName: account.name,
    role: invitation.role,
    email: invitation.email,
    state: stateOf(invitation, Date.now()),
  };
}

export async function acceptInvitation(ctx: IdentityMutationCtx, token: string) {
  const invitation = await invitationByToken(ctx.db, token);
  const account = invitation ? await ctx.db.get("accounts", invitation.accountId) : null;
  if (!invitation || !account) {
    throw refuse({ code: "not_found", message: "This invitation does not exist. Ask for a new one." });
  }
  const opened = ctx.open({ account, caller: { kind: "system" } });
  if (await isMember(opened, ctx.identity.userId)) return { accountId: account._id, slug: account.slug };
  const state = stateOf(invitation, Date.now());
  if (state !== "open") throw conflict(`This invitation is ${state}. Ask for a new one.`, state);
  if (invitation.email !== null && invitation.email !== ctx.identity.email) {
    throw forbidden(`This invitation is for ${invitation.email}. Sign in with that address to accept it.`);
  }
  const inviter = await opened.db.get("memberships", invitation.invitedBy);
  if (inviter?.status !== "active" || !mayInvite(inviter.role, invitation.role)) {
    throw conflict("Whoever made this invitation may no longer invite people. Ask for a new one.", "revoked");
  }
  const member = await addMember(opened, {
    identity: ctx.identity,
    role: invitation.role,
    how: "invitation",
    invitedAs: invitation.email,
  });
  await opened.db.patch("invitations", invitation._id, {
    state: { status: "used", by: member._id, at: Date.now() },
  });
  const title = `${member.name} accepted your invitation`;
  const body = `They joined as ${member.role}.`;
  await notifyMember(opened, inviter._id, { type: "invitation_accepted", reason: "invited", title, body });
  await announceArrival(opened, member, inviter._id);
  return { accountId: account._id, slug: account.slug };
}

/** The admins hear of it, except whoever invited them, who has heard already; the person has just come in. */
async function announceArrival(ctx: WriteCtx, member: Doc<"memberships">, inviterId: Id<"memberships">) {
  const notice = { type: "member_added" as const, reason: "members" };
  const body = `Joined as ${member.role}.`;
  for (const admin of await listMembers(ctx)) {
    if (!hasRole(admin.role, "admin") || admin._id === inviterId || admin._id === member._id) continue;
    await notifyMember(ctx, admin._id, { ...notice, title: `${member.name} joined`, body });
  }
}

async function invitationByToken(db: DatabaseReader, token: string): Promise<Invitation | null> {
  const tokenHash = await sha256Hex(token);
  return await db
    .query("invitations")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
}

async function isMember(ctx: ReadCtx, userId: string): Promise<boolean> {
  const member = await ctx.db
    .query("memberships")
    .withIndex("by_account_user", (q) => q.eq("accountId", ctx.account._id).eq("userId", userId))
    .unique();
  return member?.status === "active";
}

function stateOf({ state, expiresAt }: Invitation, now: number): "open" | "expired" | "used" | "revoked" {
  return state.status === "open" && expiresAt <= now ? "expired" : state.status;
}

function requireEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length > MAX_EMAIL || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
    throw invalid("That is not an e-mail address.", "email");
  }
  return email;
}
