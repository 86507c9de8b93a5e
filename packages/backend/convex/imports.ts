/** The import of an exported account as a new one: the file is sent in batches by its owner, and the account says what is in. */
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { internal } from "./_generated/api";
import { accountMutation, accountQuery } from "./functions/account";
import { identityMutation } from "./functions/identity";
import { systemMutation } from "./functions/system";
import {
  addFile as addOneFile,
  addRows,
  finishImport,
  readImport,
  tidyImport,
  untidyImports,
} from "./lib/accountImport";
import { startImport } from "./lib/importStart";
import { importStep } from "./tables/imports";
import {
  accountPreferences,
  agentDefaultSettings,
  capabilitySettings,
  theme,
  toolName,
} from "./tables/vocabulary";

/** Founds the account, or finds the one whose import of the same file is not through. */
export const start = identityMutation({
  audit: ["account_created", "account_updated", "member_joined", "runtime_added"],
  args: {
    name: v.string(),
    format: literals("mission-control-account"),
    version: v.literal(1),
    fingerprint: v.string(),
    source: v.object({ name: v.string(), slug: v.string(), exportedAt: v.number() }),
    rows: v.array(v.object({ step: importStep, rows: v.number() })),
    settings: v.optional(
      v.object({
        timeZone: v.optional(v.string()),
        standupTime: v.optional(v.union(v.string(), v.null())),
        theme: v.optional(v.union(theme, v.null())),
        agentDefaults: v.optional(capabilitySettings),
        notificationPreferences: v.optional(accountPreferences),
        requiresApprovalForActions: v.optional(v.array(toolName)),
        agentSettings: v.optional(agentDefaultSettings),
      }),
    ),
  },
  handler: (ctx, { format: _format, version: _version, ...wanted }) => startImport(ctx, wanted),
});

/** `rows` is JSON: what an exported row is called and holds is judged row by row. */
export const add = accountMutation({
  role: "owner",
  audit: "none",
  args: { importId: v.id("accountImports"), step: importStep, from: v.number(), rows: v.string() },
  handler: (ctx, batch) => addRows(ctx, batch),
});

export const addFile = accountMutation({
  role: "owner",
  audit: "none",
  args: {
    importId: v.id("accountImports"),
    from: v.number(),
    row: v.string(),
    storageId: v.union(v.id("_storage"), v.null()),
  },
  handler: (ctx, batch) => addOneFile(ctx, batch),
});

export const finish = accountMutation({
  role: "owner",
  audit: ["account_imported"],
  args: { importId: v.id("accountImports") },
  handler: (ctx, { importId }) => finishImport(ctx, importId),
});

export const status = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readImport(ctx) });

/** Batch by batch, until no id of the file is left. */
export const tidy = systemMutation({
  audit: "none",
  schedule: "imports.tidy",
  args: { importId: v.id("accountImports") },
  handler: async (ctx, { importId }): Promise<null> => {
    const { isDone } = await tidyImport(ctx, importId);
    if (!isDone) await ctx.scheduler.runAfter(0, internal.imports.tidy, { importId });
    return null;
  },
});

/** Daily: goes on with tidying that ended with a process. */
export const sweep = systemMutation({
  audit: "none",
  schedule: "imports.sweep",
  args: {},
  handler: async (ctx): Promise<null> => {
    for (const importId of await untidyImports(ctx)) {
      await ctx.scheduler.runAfter(0, internal.imports.tidy, { importId });
    }
    return null;
  },
});
