/**
 * The account as data to take away: its tables, one bounded page per call. What is a credential, belongs to one
 * person's inbox, or is derived from other rows stays here, each with its reason.
 */
import { sumMetrics } from "@mc/shared/analytics/metrics";
import type { PaginationOptions } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import { pageOf, type TenantTable } from "../functions/remains";
import { readSettings } from "./accounts";

type Rule<T extends TenantTable> = "whole" | { without: readonly (keyof Doc<T>)[] } | { kept: string };

const personal = { kept: "belongs to one person's inbox or desk" };
const derived = { kept: "follows from other rows" };
const passing = { kept: "state of work that is under way" };
const credential = { kept: "a credential" };

/** Total over the tables: a new one does not compile until somebody has decided what may be taken away. */
const RULES: { readonly [T in TenantTable]: Rule<T> } = {
  memberships: { without: ["userId", "preferences", "theme", "timeZone"] },
  invitations: { without: ["tokenHash"] },
  agents: "whole",
  skills: "whole",
  skillTexts: "whole",
  tasks: { without: ["running"] },
  taskDescriptions: "whole",
  taskBlockers: "whole",
  recurrences: "whole",
  messages: "whole",
  documents: "whole",
  documentVersions: "whole",
  documentLinks: "whole",
  documentFolders: "whole",
  documentComments: "whole",
  files: { without: ["storageId"] },
  runs: "whole",
  toolCalls: "whole",
  approvals: "whole",
  standups: "whole",
  dailyMetrics: "whole",
  activities: "whole",
  runtimes: { without: ["report"] },
  runtimeCommands: "whole",
  runtimeIncidents: "whole",
  rollouts: "whole",
  rolloutTargets: "whole",
  usage: "whole",
  usageTotals: "whole",
  budgets: "whole",
  serviceTokens: credential,
  agentTokens: credential,
  enrolments: credential,
  webhooks: credential,
  incomingWebhooks: credential,
  mailTokens: credential,
  pushSubscriptions: credential,
  savedViews: personal,
  threadReads: personal,
  notifications: personal,
  inboxes: personal,
  snoozes: personal,
  subscriptions: personal,
  assignments: derived,
  taskLabels: derived,
  labels: derived,
  dueDates: derived,
  documentTexts: derived,
  fileTexts: derived,
  counters: derived,
  agentStates: derived,
  standupSchedules: derived,
  rateLimits: passing,
  threadWakes: passing,
  outbox: passing,
  incomingCalls: passing,
  digestSchedules: passing,
  runtimeHealth: passing,
  runtimeSamples: passing,
  runtimeLogs: passing,
  leases: passing,
  runStreams: passing,
  sessions: passing,
  heartbeats: passing,
  accountImports: passing,
  importedIds: passing,
};

export const EXPORTED_TABLES = (Object.keys(RULES) as TenantTable[]).filter((table) => {
  const rule = RULES[table];
  return rule === "whole" || "without" in rule;
});

/** Recorded, because everything leaves the house; the pages are fetched one by one afterwards. */
export async function startExport(ctx: AccountMutationCtx) {
  const { account } = ctx;
  await ctx.activity.record({
    event: { type: "account_exported" },
    target: { kind: "account", id: account._id, label: account.name },
  });
  const { name: _name, slug: _slug, ...settings } = await readSettings(ctx);
  return { tables: EXPORTED_TABLES, exportedAt: Date.now(), settings };
}

/** A page of one table, each row without what is not for taking away. */
export async function exportPage(ctx: AccountQueryCtx, table: TenantTable, wanted: PaginationOptions) {
  const rule = RULES[table];
  if (rule !== "whole" && !("without" in rule)) return { rows: [], cursor: "", isDone: true };
  const hidden: readonly string[] = ["accountId", ...(rule === "whole" ? [] : rule.without)];
  const { page, continueCursor, isDone } = await pageOf(ctx.db, table, {
    accountId: ctx.account._id,
    wanted,
  });
  const rows = await Promise.all(
    page.map(async (row) => ({
      ...Object.fromEntries(Object.entries(row).filter(([key]) => !hidden.includes(key))),
      ...(table === "files" ? { url: await ctx.storage.getUrl((row as Doc<"files">).storageId) } : {}),
      // whole: installations that came before the rows without noughts read the same version of the file
      ...(table === "dailyMetrics" ? { metrics: sumMetrics([(row as Doc<"dailyMetrics">).metrics]) } : {}),
    })),
  );
  return { rows: rows as Record<string, unknown>[], cursor: continueCursor, isDone };
}
