/**
 * 0001: `accounts.runtimeConfig` becomes a row of `runtimes`. Run with the host's admin key:
 * `npx convex run migrations/m0001RuntimeConfig:start`, then `…:check` until it counts no difference, then the flag
 * "Dual write of runtime settings" may be turned off.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import { systemAction, systemMutation, systemQuery } from "../functions/system";
import { adoptRuntimeConfig, differencesPage, migrateStep, startMigration } from "../lib/migrations";

const NAME = "0001_runtimeConfig";
/** Ids that an answer names; the count goes on. */
const NAMED = 20;

type Differences = { checked: number; different: Id<"accounts">[]; next: number | null };

export const start = systemMutation({
  audit: "none",
  schedule: NAME,
  args: {},
  handler: async (ctx): Promise<{ generation: number }> => {
    const { generation } = await startMigration(ctx, NAME);
    await ctx.scheduler.runAfter(0, internal.migrations.m0001RuntimeConfig.step, { generation });
    return { generation };
  },
});

export const step = systemMutation({
  audit: ["runtime_added"],
  schedule: NAME,
  args: { generation: v.number() },
  handler: async (ctx, { generation }): Promise<{ isDone: boolean }> => {
    const { isDone } = await migrateStep(ctx, { name: NAME, generation }, adoptRuntimeConfig);
    if (!isDone) await ctx.scheduler.runAfter(0, internal.migrations.m0001RuntimeConfig.step, { generation });
    return { isDone };
  },
});

export const differences = systemQuery({
  args: { after: v.number() },
  handler: ({ db }, { after }): Promise<Differences> => differencesPage(db, after),
});

/** Counts over all accounts, page by page. */
export const check = systemAction({
  args: {},
  handler: async (ctx): Promise<{ checked: number; different: number; accounts: Id<"accounts">[] }> => {
    const total = { checked: 0, different: 0, accounts: [] as Id<"accounts">[] };
    for (let after: number | null = 0; after !== null; ) {
      const page: Differences = await ctx.runQuery(internal.migrations.m0001RuntimeConfig.differences, {
        after,
      });
      total.checked += page.checked;
      total.different += page.different.length;
      total.accounts.push(...page.different.slice(0, NAMED - total.accounts.length));
      after = page.next;
    }
    return total;
  },
});
