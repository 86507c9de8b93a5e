/**
 * What is left of an account whose row is gone: readable and removable, table by table, and nothing else. The map
 * is total over the tenant tables, so a new table without its place in it does not compile. Its order is the
 * order of removal: first what the clock looks for across accounts, so that no sweep stumbles over the remains.
 */
import type { PaginationOptions, PaginationResult } from "convex/server";
import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter, MutationCtx } from "../_generated/server";
import { broken } from "./errors";

type InstallationTable =
  | "accounts"
  | "systemConfig"
  | "operatorLog"
  | "migrations"
  | "senders"
  | "accountDeletions";
export type TenantTable = Exclude<TableNames, InstallationTable>;

/** How the rows of one account are found, and how many one transaction takes: few where a row can be long. */
type Place = { index: string; perBatch: number };

const SHORT = 200;
/** Rows of up to half a megabyte: within what one transaction may read. */
const LONG = 20;

export const REMAINS: Readonly<Record<TenantTable, Place>> = {
  memberships: { index: "by_account_status", perBatch: SHORT },
  accountImports: { index: "by_account", perBatch: SHORT },
  importedIds: { index: "by_account_step_old", perBatch: SHORT },
  serviceTokens: { index: "by_account", perBatch: SHORT },
  agentTokens: { index: "by_account_agent_revokedAt", perBatch: SHORT },
  enrolments: { index: "by_account", perBatch: SHORT },
  rollouts: { index: "by_account", perBatch: SHORT },
  runtimeCommands: { index: "by_account_runtime", perBatch: SHORT },
  runtimes: { index: "by_account", perBatch: SHORT },
  runtimeHealth: { index: "by_account_runtime", perBatch: SHORT },
  runtimeSamples: { index: "by_account_runtime_at", perBatch: SHORT },
  runtimeIncidents: { index: "by_account_runtime_endedAt", perBatch: SHORT },
  runtimeLogs: { index: "by_account_runtime", perBatch: LONG },
  rolloutTargets: { index: "by_account_runtime", perBatch: SHORT },
  outbox: { index: "by_account_key", perBatch: SHORT },
  digestSchedules: { index: "by_account_member", perBatch: SHORT },
  incomingCalls: { index: "by_account_webhook_key", perBatch: SHORT },
  incomingWebhooks: { index: "by_account", perBatch: SHORT },
  mailTokens: { index: "by_account_member", perBatch: SHORT },
  webhooks: { index: "by_account_member", perBatch: SHORT },
  pushSubscriptions: { index: "by_account_member", perBatch: SHORT },
  leases: { index: "by_account_run", perBatch: SHORT },
  budgets: { index: "by_account_subject_period", perBatch: SHORT },
  snoozes: { index: "by_account_notification", perBatch: SHORT },
  standupSchedules: { index: "by_account", perBatch: SHORT },
  recurrences: { index: "by_account", perBatch: LONG },
  dueDates: { index: "by_account_dueAt", perBatch: SHORT },
  invitations: { index: "by_account", perBatch: SHORT },
  approvals: { index: "by_account_status", perBatch: LONG },
  runs: { index: "by_account_task", perBatch: SHORT },
  files: { index: "by_account", perBatch: SHORT },
  agents: { index: "by_account_status", perBatch: LONG },
  skillTexts: { index: "by_account_skill", perBatch: LONG },
  skills: { index: "by_account", perBatch: LONG },
  agentStates: { index: "by_account_agent", perBatch: SHORT },
  heartbeats: { index: "by_account_agent", perBatch: SHORT },
  threadWakes: { index: "by_account_task", perBatch: SHORT },
  sessions: { index: "by_account_session", perBatch: SHORT },
  runStreams: { index: "by_account_run", perBatch: LONG },
  toolCalls: { index: "by_account_run_call", perBatch: LONG },
  rateLimits: { index: "by_account_key", perBatch: SHORT },
  counters: { index: "by_account_key", perBatch: SHORT },
  inboxes: { index: "by_account_member", perBatch: SHORT },
  savedViews: { index: "by_account_member", perBatch: SHORT },
  threadReads: { index: "by_account_task", perBatch: SHORT },
  labels: { index: "by_account_name", perBatch: SHORT },
  taskLabels: { index: "by_account_task", perBatch: SHORT },
  taskBlockers: { index: "by_account_task", perBatch: SHORT },
  assignments: { index: "by_account_task", perBatch: SHORT },
  subscriptions: { index: "by_account_task", perBatch: SHORT },
  taskDescriptions: { index: "by_account_task", perBatch: LONG },
  tasks: { index: "by_account_number", perBatch: SHORT },
  messages: { index: "by_account_task", perBatch: LONG },
  documentComments: { index: "by_account_document", perBatch: LONG },
  documentLinks: { index: "by_account_document_task", perBatch: SHORT },
  documentFolders: { index: "by_account_parent_name", perBatch: SHORT },
  fileTexts: { index: "by_account_file", perBatch: LONG },
  documentTexts: { index: "by_account_document_part", perBatch: LONG },
  documentVersions: { index: "by_account_document_version", perBatch: LONG },
  documents: { index: "by_account_status_updatedAt", perBatch: SHORT },
  notifications: { index: "by_account_run", perBatch: SHORT },
  standups: { index: "by_account_day", perBatch: LONG },
  usage: { index: "by_account_run_fence", perBatch: SHORT },
  usageTotals: { index: "by_account_subject_unit_period", perBatch: SHORT },
  dailyMetrics: { index: "by_account_subject_day", perBatch: SHORT },
  activities: { index: "by_account", perBatch: LONG },
};

export const REMAINS_ORDER = Object.keys(REMAINS) as TenantTable[];

export type Remains = {
  /** The next batch of a table; shorter than `perBatch` when there is no more. */
  take<T extends TenantTable>(table: T): Promise<Doc<T>[]>;
  remove<T extends TenantTable>(table: T, row: Doc<T>): Promise<void>;
  storage: MutationCtx["storage"];
  system: DatabaseReader["system"];
};

/** null while the account is there: nothing of a living account is removed in this way. */
export async function openRemains(
  { db, storage }: { db: DatabaseWriter; storage: MutationCtx["storage"] },
  accountId: Id<"accounts">,
): Promise<Remains | null> {
  if (await db.get("accounts", accountId)) return null;
  return {
    take: async (table) => await rowsOf(db, table, accountId),
    remove: async (table, row) => {
      const { accountId: whose } = row as unknown as Doc<"memberships">;
      if (whose !== accountId) throw broken("A row of another account is no remains of this one.");
      await db.delete(table, row._id);
    },
    storage,
    system: db.system,
  };
}

type AnyIndex = {
  withIndex(
    name: string,
    range: (q: { eq(field: "accountId", value: Id<"accounts">): unknown }) => unknown,
  ): {
    take(n: number): Promise<unknown[]>;
    paginate(options: PaginationOptions): Promise<PaginationResult<unknown>>;
  };
};

/** A page of the account's rows of any table, as many as one transaction may read. */
export async function pageOf<T extends TenantTable>(
  db: DatabaseReader,
  table: T,
  { accountId, wanted }: { accountId: Id<"accounts">; wanted: PaginationOptions },
): Promise<PaginationResult<Doc<T>>> {
  const { index, perBatch } = REMAINS[table];
  const query = db.query(table) as unknown as AnyIndex;
  const range = query.withIndex(index, (q) => q.eq("accountId", accountId));
  const numItems = Math.max(1, Math.min(wanted.numItems, perBatch));
  return (await range.paginate({ ...wanted, numItems })) as PaginationResult<Doc<T>>;
}

async function rowsOf<T extends TenantTable>(db: DatabaseReader, table: T, accountId: Id<"accounts">) {
  const { index, perBatch } = REMAINS[table];
  // The index differs by table, so its type cannot be named; a test walks all of them.
  const query = db.query(table) as unknown as AnyIndex;
  return (await query.withIndex(index, (q) => q.eq("accountId", accountId)).take(perBatch)) as Doc<T>[];
}
