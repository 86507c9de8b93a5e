/** Accounts of the signed-in person. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { identityMutation, identityQuery } from "./functions/identity";
import {
  accountBySlug,
  accountStats,
  createAccount,
  editAccount,
  listMyAccounts,
  readSettings,
} from "./lib/accounts";
import { updateSchedule } from "./lib/standupSchedule";
import { capabilitySettings, groupSettings, theme, toolName } from "./tables/vocabulary";

export const create = identityMutation({
  audit: ["account_created", "member_joined", "runtime_added", "agent_created"],
  args: { name: v.string(), withDemoTeam: v.boolean() },
  handler: (ctx, args) => createAccount(ctx, args),
});

export const listMine = identityQuery({ args: {}, handler: (ctx) => listMyAccounts(ctx) });

export const bySlug = identityQuery({
  args: { slug: v.string() },
  handler: (ctx, { slug }) => accountBySlug(ctx, slug),
});

export const stats = accountQuery({ role: "viewer", args: {}, handler: (ctx) => accountStats(ctx) });

export const settings = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readSettings(ctx) });

export const update = adminMutation({
  audit: ["account_updated"],
  args: {
    name: v.optional(v.string()),
    theme: v.optional(theme),
    agentDefaults: v.optional(capabilitySettings),
    notificationPreferences: v.optional(groupSettings),
    requiresApprovalForActions: v.optional(v.array(toolName)),
  },
  handler: (ctx, args) => editAccount(ctx, args),
});

/** The account's days and its stand-up; null ends the stand-up. */
export const updateSettings = adminMutation({
  audit: ["account_updated"],
  args: {
    timeZone: v.optional(v.string()),
    standupTime: v.optional(v.union(v.string(), v.null())),
  },
  handler: (ctx, args) => updateSchedule(ctx, args),
});
