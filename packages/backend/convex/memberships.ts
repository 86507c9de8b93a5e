/** People of an account. */
import { v } from "convex/values";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import {
  changeRole,
  leaveAccount,
  readMembers,
  removeMember,
  renameSelf,
  setTheme,
  transferOwnership as transfer,
} from "./lib/memberships";
import { editPreferences, readPreferences } from "./lib/preferences";
import { getMemberOrThrow } from "./lib/roster";
import {
  channelEdit,
  digestChoice,
  grantableRole,
  groupSettings,
  notificationType,
  quietHours,
  theme,
} from "./tables/vocabulary";

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readMembers(ctx) });

export const updateRole = adminMutation({
  audit: ["member_role_changed", "invitation_revoked"],
  args: { memberId: v.id("memberships"), role: grantableRole },
  handler: async (ctx, args) => changeRole(ctx, await getMemberOrThrow(ctx, args.memberId), args.role),
});

export const remove = adminMutation({
  audit: ["member_removed", "invitation_revoked"],
  args: { memberId: v.id("memberships") },
  handler: async (ctx, { memberId }) => removeMember(ctx, await getMemberOrThrow(ctx, memberId)),
});

export const leave = accountMutation({
  role: "viewer",
  audit: ["member_left", "invitation_revoked"],
  args: {},
  handler: (ctx) => leaveAccount(ctx),
});

/** The owner passes the account on and becomes an admin. */
export const transferOwnership = accountMutation({
  role: "owner",
  audit: ["member_role_changed"],
  args: { memberId: v.id("memberships") },
  handler: async (ctx, { memberId }) => transfer(ctx, await getMemberOrThrow(ctx, memberId)),
});

export const rename = accountMutation({
  role: "viewer",
  audit: ["member_renamed"],
  args: { name: v.string() },
  handler: (ctx, { name }) => renameSelf(ctx, name),
});

/** The account's defaults and the member's own choices. */
export const preferences = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => readPreferences(ctx),
});

export const updatePreferences = accountMutation({
  role: "member",
  audit: ["member_preferences_changed"],
  args: {
    groups: v.optional(groupSettings),
    wanted: v.optional(v.array(notificationType)),
    muted: v.optional(v.array(notificationType)),
    quietHours: v.optional(v.union(quietHours, v.null())),
    /** Only the channels that change; null takes the choices of one back. */
    channels: v.optional(channelEdit),
    /** null takes the choice back: the account's default counts. */
    digest: v.optional(v.union(digestChoice, v.null())),
  },
  handler: (ctx, args) => editPreferences(ctx, args),
});

export const updateTheme = accountMutation({
  role: "member",
  audit: ["member_preferences_changed"],
  args: { theme },
  handler: (ctx, args) => setTheme(ctx, args.theme),
});
