/**
 * The database as one account sees it. Built on convex-helpers' row level security, with its two holes closed:
 * the map of rules is total over the tables (a new table without a rule does not compile, and one-argument
 * `get` finds a rule for every id), and no write can carry a row into another account. Rows of other accounts
 * read as null. Activities are written by the recorder alone.
 */

import { type Rules, wrapDatabaseReader, wrapDatabaseWriter } from "convex-helpers/server/rowLevelSecurity";
import type { DataModel, Doc, Id, TableNames } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { broken } from "./errors";
import { visibleQuery } from "./visibleQuery";

/** `known` holds the ids that this transaction has seen to be the account's own and free to change. */
type RuleCtx = { accountId: Id<"accounts">; known: Set<string> };
type TotalRules = { readonly [T in TableNames]: Required<NonNullable<Rules<RuleCtx, DataModel>[T]>> };

type OutsiderCtx = { userId: string | null };
type OutsiderRules = { readonly [T in TableNames]: Required<NonNullable<Rules<OutsiderCtx, DataModel>[T]>> };

type InstallationRules = {
  readonly [T in TableNames]: Required<NonNullable<Rules<object, DataModel>[T]>>;
};

const always = async (): Promise<boolean> => true;
const isOwn = async (ctx: RuleCtx, row: { accountId: Id<"accounts"> }): Promise<boolean> =>
  row.accountId === ctx.accountId;
/** A row never leaves its account, so one look is enough for the whole transaction. */
const isOwnAndKnown = async (
  ctx: RuleCtx,
  row: { _id: string; accountId: Id<"accounts"> },
): Promise<boolean> => {
  if (row.accountId !== ctx.accountId) return false;
  ctx.known.add(row._id);
  return true;
};
const never = async (): Promise<boolean> => false;
const ownRows = { read: isOwnAndKnown, modify: isOwn, insert: isOwn };

const RULES: TotalRules = {
  accounts: {
    read: async (ctx, row: Doc<"accounts">) => row._id === ctx.accountId,
    modify: async (ctx, row: Doc<"accounts">) => row._id === ctx.accountId,
    insert: never,
  },
  systemConfig: { read: never, modify: never, insert: never },
  operatorLog: { read: never, modify: never, insert: never },
  migrations: { read: never, modify: never, insert: never },
  /** An account can ask for its end; the job of it is the system's. */
  accountDeletions: { read: isOwn, modify: never, insert: isOwn },
  activities: { read: isOwn, modify: never, insert: never },
  memberships: ownRows,
  invitations: ownRows,
  counters: ownRows,
  rateLimits: ownRows,
  agents: ownRows,
  agentStates: ownRows,
  agentTokens: ownRows,
  skills: ownRows,
  skillTexts: ownRows,
  tasks: ownRows,
  taskDescriptions: ownRows,
  assignments: ownRows,
  subscriptions: ownRows,
  taskBlockers: ownRows,
  taskLabels: ownRows,
  labels: ownRows,
  dueDates: ownRows,
  savedViews: ownRows,
  recurrences: ownRows,
  threadReads: ownRows,
  messages: ownRows,
  documents: ownRows,
  documentVersions: ownRows,
  documentLinks: ownRows,
  documentFolders: ownRows,
  documentComments: ownRows,
  documentTexts: ownRows,
  dailyMetrics: ownRows,
  standups: ownRows,
  standupSchedules: ownRows,
  files: ownRows,
  notifications: ownRows,
  inboxes: ownRows,
  snoozes: ownRows,
  runs: ownRows,
  leases: ownRows,
  runStreams: ownRows,
  sessions: ownRows,
  toolCalls: ownRows,
  heartbeats: ownRows,
  threadWakes: ownRows,
  usage: ownRows,
  usageTotals: ownRows,
  budgets: ownRows,
  approvals: ownRows,
  runtimes: ownRows,
  runtimeHealth: ownRows,
  runtimeSamples: ownRows,
  runtimeCommands: ownRows,
  runtimeLogs: ownRows,
  runtimeIncidents: ownRows,
  enrolments: ownRows,
  rollouts: ownRows,
  rolloutTargets: ownRows,
  serviceTokens: ownRows,
  outbox: ownRows,
  pushSubscriptions: ownRows,
  webhooks: ownRows,
  incomingWebhooks: ownRows,
  incomingCalls: ownRows,
  digestSchedules: ownRows,
  mailTokens: ownRows,
};

/**
 * The database of someone outside every account: their own memberships, invitations (found by the hash of the
 * secret they hold), and the accounts that these name. They may found an account and nothing else.
 */
const OUTSIDER_RULES = {
  ...(Object.fromEntries(
    Object.keys(RULES).map((table) => [table, { read: never, modify: never, insert: never }]),
  ) as unknown as OutsiderRules),
  accounts: { read: always, modify: never, insert: always },
  invitations: { read: always, modify: never, insert: never },
  systemConfig: { read: always, modify: never, insert: always },
  accountDeletions: {
    read: async (ctx: OutsiderCtx, row: Doc<"accountDeletions">) => row.requestedBy === ctx.userId,
    modify: never,
    insert: never,
  },
  memberships: {
    read: async (ctx: OutsiderCtx, row: Doc<"memberships">) => row.userId === ctx.userId,
    modify: never,
    insert: never,
  },
} satisfies OutsiderRules;

/** What fleet operators write themselves: the installation's own settings. Their log is written by its recorder. */
const INSTALLATION_RULES = {
  ...(Object.fromEntries(
    Object.keys(RULES).map((table) => [table, { read: always, modify: never, insert: never }]),
  ) as unknown as InstallationRules),
  systemConfig: { read: always, modify: always, insert: always },
  migrations: { read: always, modify: always, insert: always },
} satisfies InstallationRules;

export function installationWriter(db: DatabaseWriter, tally: WriteTally): DatabaseWriter {
  const inner = wrapDatabaseWriter({}, db, INSTALLATION_RULES, { defaultPolicy: "deny" });
  const counted = (name: "insert" | "patch" | "replace" | "delete") => {
    return async function countedWrite(...args: unknown[]): Promise<unknown> {
      tally.writes += 1;
      return await Reflect.apply(inner[name], inner, args);
    };
  };
  return Object.assign(Object.create(inner) as DatabaseWriter, {
    insert: counted("insert"),
    patch: counted("patch"),
    replace: counted("replace"),
    delete: counted("delete"),
  });
}

export function outsiderReader(db: DatabaseReader, userId: string | null): DatabaseReader {
  return wrapDatabaseReader({ userId }, db, OUTSIDER_RULES, { defaultPolicy: "deny" });
}

export function outsiderWriter(db: DatabaseWriter, userId: string): DatabaseWriter {
  return wrapDatabaseWriter({ userId }, db, OUTSIDER_RULES, { defaultPolicy: "deny" });
}

/** Counts writes, so that a mutation that changed something can be held to its declared activities. */
export type WriteTally = { writes: number };

export function tenantReader(db: DatabaseReader, accountId: Id<"accounts">): DatabaseReader {
  const scope = { accountId, known: new Set<string>() };
  const inner = wrapDatabaseReader(scope, db, RULES, { defaultPolicy: "deny" });
  return Object.assign(Object.create(inner) as DatabaseReader, { query: queryOf(db, scope) });
}

function queryOf(db: DatabaseReader, scope: RuleCtx) {
  return (table: TableNames) => {
    const isVisible = RULES[table].read as (ctx: RuleCtx, row: unknown) => Promise<boolean>;
    return visibleQuery(
      () => db.query(table),
      (row) => isVisible(scope, row),
    );
  };
}

export type TenantScope = { accountId: Id<"accounts">; tally: WriteTally };

export function tenantWriter(db: DatabaseWriter, { accountId, tally }: TenantScope): DatabaseWriter {
  const known = new Set<string>();
  const scope = { accountId, known };
  const inner = wrapDatabaseWriter(scope, db, RULES, { defaultPolicy: "deny" });
  const guarded = (name: "insert" | "patch" | "replace" | "delete") => {
    return async function guardedWrite(...args: unknown[]): Promise<unknown> {
      if (carriesAway(args[args.length - 1], accountId)) throw broken("A row may not change its account.");
      tally.writes += 1;
      // The rules read a row again before every write; one that is known needs no second look.
      const id = name === "delete" ? args[args.length - 1] : args[args.length - 2];
      const isKnown = name !== "insert" && typeof id === "string" && known.has(id);
      const target = isKnown ? db : inner;
      const result: unknown = await Reflect.apply(target[name], target, args);
      if (name === "insert" && typeof result === "string") known.add(result);
      return result;
    };
  };
  const overrides = {
    query: queryOf(db, scope),
    insert: guarded("insert"),
    patch: guarded("patch"),
    replace: guarded("replace"),
    delete: guarded("delete"),
  };
  return Object.assign(Object.create(inner) as DatabaseWriter, overrides);
}

/** True for a value that names an account other than its own, or removes the name. */
function carriesAway(value: unknown, accountId: Id<"accounts">): boolean {
  return typeof value === "object" && value !== null && "accountId" in value && value.accountId !== accountId;
}
