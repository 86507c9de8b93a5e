/** Accounts of the signed-in person. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import { identityMutation, identityQuery } from "./functions/identity";
import { deleteAccount, listMyDeletions } from "./lib/accountDeletion";
import {
  startExport as beginExport,
  EXPORTED_TABLES,
  exportPage as readExportPage,
} from "./lib/accountExport";
import {
  accountBySlug,
  accountStats,
  createAccount,
  editAccount,
  listMyAccounts,
  readSettings,
} from "./lib/accounts";
import { updateSchedule } from "./lib/standupSchedule";
import {
  accountPreferences,
  agentDefaultSettings,
  capabilitySettings,
  theme,
  toolName,
} from "./tables/vocabulary";

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
    notificationPreferences: v.optional(accountPreferences),
    requiresApprovalForActions: v.optional(v.array(toolName)),
    /** Replaces them all; what is left out goes back to the product's. */
    agentSettings: v.optional(agentDefaultSettings),
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

/**
 * Deletes the account with everything in it; `name` is typed by the owner. Its activities go with it, so what
 * stays is a line in the operators' log.
 */
export const remove = accountMutation({
  role: "owner",
  audit: "none",
  args: { name: v.string() },
  handler: (ctx, { name }) => deleteAccount(ctx, name),
});

/** How far the deletions are that the signed-in person asked for. */
export const myDeletions = identityQuery({ args: {}, handler: (ctx) => listMyDeletions(ctx) });

/** The tables that an export consists of; it is recorded that somebody took the account's data away. */
export const startExport = adminMutation({
  audit: ["account_exported"],
  args: {},
  handler: (ctx) => beginExport(ctx),
});

/** One page of one table of the export; a table of long rows gives fewer than asked for. */
export const exportPage = accountQuery({
  role: "admin",
  args: { table: literals(...EXPORTED_TABLES), paginationOpts: paginationOptsValidator },
  handler: (ctx, { table, paginationOpts }) => readExportPage(ctx, table, paginationOpts),
});
