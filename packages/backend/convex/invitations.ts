/** Invitations: made by admins, previewed by whoever holds the link, accepted by whoever signs in with it. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { identityMutation, publicQuery } from "./functions/identity";
import { systemMutation } from "./functions/system";
import {
  acceptInvitation,
  createInvitation,
  listInvitations,
  previewInvitation,
  resendInvitation,
} from "./lib/invitations";
import { expireInvitations, revokeInvitation } from "./lib/openInvitations";
import { grantableRole } from "./tables/vocabulary";

export const create = adminMutation({
  audit: ["invitation_created"],
  args: { email: v.optional(v.string()), role: grantableRole },
  handler: (ctx, args) => createInvitation(ctx, args),
});

/** With a link that is new and a week of its own; the link before it opens nothing any more. */
export const resend = adminMutation({
  audit: ["invitation_resent"],
  args: { invitationId: v.id("invitations") },
  handler: (ctx, { invitationId }) => resendInvitation(ctx, invitationId),
});

export const list = accountQuery({ role: "admin", args: {}, handler: (ctx) => listInvitations(ctx) });

export const revoke = adminMutation({
  audit: ["invitation_revoked"],
  args: { invitationId: v.id("invitations") },
  handler: (ctx, { invitationId }) => revokeInvitation(ctx, invitationId),
});

export const preview = publicQuery({
  args: { token: v.string() },
  handler: (ctx, { token }) => previewInvitation(ctx, token),
});

export const accept = identityMutation({
  audit: ["member_joined"],
  args: { token: v.string() },
  handler: (ctx, { token }) => acceptInvitation(ctx, token),
});

/** Hourly: what nobody accepted in time is shown as expired. */
export const expire = systemMutation({
  audit: ["invitation_expired"],
  schedule: "invitations.expire",
  args: {},
  handler: (ctx) => expireInvitations(ctx),
});
