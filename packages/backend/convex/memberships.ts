/** People of an account. */
import { v } from "convex/values";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import { identityMutation } from "./functions/identity";
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
import {
  adoptEmail as adopt,
  readFaces,
  readProfile,
  setTimeZone,
  removePicture as withoutPicture,
  setPicture as withPicture,
} from "./lib/profile";
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

export const profile = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readProfile(ctx) });

/** Those who have a picture. */
export const faces = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readFaces(ctx) });

export const pictureUploadUrl = accountMutation({
  role: "viewer",
  audit: "none",
  args: {},
  handler: async (ctx) => ({ url: await ctx.storage.generateUploadUrl() }),
});

export const setPicture = accountMutation({
  role: "viewer",
  audit: ["member_preferences_changed"],
  args: { storageId: v.id("_storage") },
  handler: (ctx, { storageId }) => withPicture(ctx, storageId),
});

export const removePicture = accountMutation({
  role: "viewer",
  audit: ["member_preferences_changed"],
  args: {},
  handler: (ctx) => withoutPicture(ctx),
});

/** null: that of whatever browser it is. */
export const updateTimeZone = accountMutation({
  role: "viewer",
  audit: ["member_preferences_changed"],
  args: { timeZone: v.union(v.string(), v.null()) },
  handler: (ctx, { timeZone }) => setTimeZone(ctx, timeZone),
});

/** After the address of the sign-in was changed. */
export const adoptEmail = identityMutation({
  audit: ["member_preferences_changed"],
  args: {},
  handler: (ctx) => adopt(ctx),
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
