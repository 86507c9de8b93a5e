/** People in an account: joining, roles, leaving. There is always exactly one owner. */
import { can, type GrantableRole, type Role } from "@mc/shared/account/roles";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import { callerName, type ReadCtx, type WriteCtx } from "../functions/context";
import { broken, conflict, forbidden, invalid, missing } from "../functions/errors";
import type { Identity } from "../functions/identity";
import { planDigest } from "./digests";
import { mailRemoval } from "./invitationMails";
import { LIMITS } from "./limits";
import { endChannels } from "./memberChannels";
import { type notifyAdmins, notifyMember } from "./notifications";
import { revokeInvitationsOf } from "./openInvitations";
import { dropPicture } from "./profile";
import { scheduleRelease } from "./release";
import { freeHandle, listMembers } from "./roster";
import { memberTarget } from "./targets";
import { requireName } from "./text";

type Member = Doc<"memberships">;

const MAX_NAME = 80;
/** Begins the `userId` of who was imported and has not come yet; no provider issues such a one. */
export const DEPARTED = "imported|";

export type Joining = {
  identity: Identity;
  role: Role;
  how: "created_account" | "invitation";
  /** The address that the invitation was for: who holds it takes up what was imported under it. */
  invitedAs?: string | null;
};

/** Adds a person, or revives the row of one who was here before. */
export async function addMember(ctx: WriteCtx, joining: Joining): Promise<Member> {
  const { identity, role, how } = joining;
  const accountId = ctx.account._id;
  const known = await ctx.db
    .query("memberships")
    .withIndex("by_account_user", (q) => q.eq("accountId", accountId).eq("userId", identity.userId))
    .unique();
  const before = known ?? (await departedAs(ctx, joining.invitedAs ?? null));
  if (before?.status === "active") return before;
  if ((await listMembers(ctx)).length >= LIMITS.members)
    throw invalid(`An account has at most ${LIMITS.members} members.`);
  // Providers do not bound the names of people; a long one is no reason to keep somebody out.
  const { length } = identity.name;
  const name = requireName(identity.name, { what: "Your name", field: "name", max: length });
  const fields = {
    name: name.slice(0, MAX_NAME),
    email: identity.email,
    role,
    status: "active" as const,
  };
  let memberId: Id<"memberships">;
  if (before) {
    memberId = before._id;
    await ctx.db.patch("memberships", memberId, { userId: identity.userId, ...fields });
  } else {
    const slug = await freeHandle(ctx, identity.name, "member");
    memberId = await ctx.db.insert("memberships", { accountId, userId: identity.userId, slug, ...fields });
  }
  const member = await ctx.db.get("memberships", memberId);
  if (!member) throw broken("A row that was just written is not there.");
  await planDigest(ctx, member, Date.now());
  await ctx.activity.record({
    event: { type: "member_joined", role, how },
    target: memberTarget(member),
    by: { actor: { kind: "member", memberId }, name: member.name },
  });
  return member;
}

/** Who was imported under an address and has not come yet. */
async function departedAs(ctx: ReadCtx, email: string | null): Promise<Member | null> {
  if (email === null) return null;
  const rows = await ctx.db
    .query("memberships")
    .withIndex("by_account_email", (q) => q.eq("accountId", ctx.account._id).eq("email", email))
    .take(LIMITS.batch);
  return rows.find(({ userId, status }) => userId.startsWith(DEPARTED) && status === "removed") ?? null;
}

export async function readMembers(ctx: ReadCtx) {
  return (await listMembers(ctx)).map((member) => ({
    memberId: member._id,
    name: member.name,
    email: member.email,
    slug: member.slug,
    role: member.role,
    status: member.status,
    joinedAt: member._creationTime,
  }));
}

export async function changeRole(ctx: AccountMutationCtx, member: Member, to: GrantableRole): Promise<null> {
  requireNotOwner(member, "The owner's role is passed on by a transfer of ownership.");
  if (member.role === to) return null;
  await ctx.db.patch("memberships", member._id, { role: to });
  await ctx.activity.record({
    event: { type: "member_role_changed", from: member.role, to },
    target: memberTarget(member),
  });
  if (!can(to, "invitation.manage")) await revokeInvitationsOf(ctx, member._id);
  const notice = { type: "role_changed" as const, reason: "role", body: `${member.role} → ${to}` };
  if (member._id !== ctx.member._id) {
    await notifyMember(ctx, member._id, { ...notice, title: `${callerName(ctx.caller)} made you ${to}` });
  }
  await tellOtherAdmins(ctx, member, { ...notice, title: `${member.name} is now ${to}` });
  return null;
}

export async function removeMember(ctx: AccountMutationCtx, member: Member): Promise<null> {
  requireNotOwner(member, "The owner cannot be removed; transfer the ownership first.");
  if (member._id === ctx.member._id) throw conflict("You cannot remove yourself; leave the account instead.");
  await endMembership(ctx, member, "member_removed");
  await mailRemoval(ctx, member, callerName(ctx.caller));
  const title = `${callerName(ctx.caller)} removed ${member.name}`;
  await tellOtherAdmins(ctx, member, {
    type: "member_removed",
    reason: "members",
    title,
    body: "They no longer have access.",
  });
  return null;
}

export async function leaveAccount(ctx: AccountMutationCtx): Promise<null> {
  requireNotOwner(ctx.member, "The owner cannot leave; transfer the ownership first.");
  await endMembership(ctx, ctx.member, "member_left");
  const title = `${ctx.member.name} left`;
  await tellOtherAdmins(ctx, ctx.member, {
    type: "member_removed",
    reason: "members",
    title,
    body: "They no longer have access.",
  });
  return null;
}

/** The owner becomes an admin, and there is still exactly one owner. */
export async function transferOwnership(ctx: AccountMutationCtx, member: Member): Promise<null> {
  if (member._id === ctx.member._id) throw conflict("You are the owner already.", "owner");
  const heirs = [
    { row: ctx.member, to: "admin" as const },
    { row: member, to: "owner" as const },
  ];
  for (const { row, to } of heirs) {
    await ctx.db.patch("memberships", row._id, { role: to });
    await ctx.activity.record({
      event: { type: "member_role_changed", from: row.role, to },
      target: memberTarget(row),
    });
  }
  const notice = { type: "role_changed" as const, reason: "role", body: `${member.role} → owner` };
  const giver = callerName(ctx.caller);
  await notifyMember(ctx, member._id, {
    ...notice,
    title: `${giver} made you the owner of ${ctx.account.name}`,
  });
  await tellOtherAdmins(ctx, member, { ...notice, title: `${member.name} is now the owner` });
  return null;
}

export async function renameSelf(ctx: AccountMutationCtx, wanted: string): Promise<null> {
  const name = requireName(wanted, { what: "The name", field: "name", max: MAX_NAME });
  if (name === ctx.member.name) return null;
  await ctx.db.patch("memberships", ctx.member._id, { name });
  await ctx.activity.record({
    event: { type: "member_renamed", from: ctx.member.name, to: name },
    target: memberTarget(ctx.member),
  });
  return null;
}

export async function setTheme(ctx: AccountMutationCtx, theme: "light" | "dark" | "system"): Promise<null> {
  if (ctx.member.theme === theme) return null;
  await ctx.db.patch("memberships", ctx.member._id, { theme });
  await ctx.activity.record({
    event: {
      type: "member_preferences_changed",
      changes: [{ field: "theme", from: ctx.member.theme ?? null, to: theme }],
    },
    target: memberTarget(ctx.member),
  });
  return null;
}

async function endMembership(
  ctx: WriteCtx,
  member: Member,
  type: "member_removed" | "member_left",
): Promise<void> {
  // Should they come back, they begin anew.
  const gone = { status: "removed" as const, preferences: undefined, theme: undefined, timeZone: undefined };
  await ctx.db.patch("memberships", member._id, gone);
  await ctx.activity.record({ event: { type, role: member.role }, target: memberTarget(member) });
  await revokeInvitationsOf(ctx, member._id);
  await endChannels(ctx, member);
  await dropPicture(ctx, member);
  await scheduleRelease(ctx, { kind: "member", memberId: member._id });
}

type AdminNotice = Parameters<typeof notifyAdmins>[1];

async function tellOtherAdmins(
  ctx: AccountMutationCtx,
  concerned: Member,
  notice: AdminNotice,
): Promise<void> {
  for (const admin of await listMembers(ctx)) {
    const isAdmin = admin.role === "admin" || admin.role === "owner";
    if (isAdmin && admin._id !== ctx.member._id && admin._id !== concerned._id)
      await notifyMember(ctx, admin._id, notice);
  }
}

function requireNotOwner(member: Member, message: string): void {
  if (member.status !== "active") throw missing("member");
  if (member.role === "owner") throw forbidden(message);
}
