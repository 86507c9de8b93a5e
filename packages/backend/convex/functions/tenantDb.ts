/**
 * The database as one account sees it. The map of rules is total over the tables: a new table without a rule does not
 * compile, and one-argument `get` finds a rule for every id. No write can carry a row into another account. Rows of
 * other accounts read as null. Activities are written by the recorder alone.
 */
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { broken } from "./errors";
import { type RowRules, ruledReader, ruledWriter } from "./rowRules";

/** `known` holds the ids that this transaction has seen to be the account's own and free to change. */
type RuleCtx = { accountId: Id<"accounts">; known: Set<string> };
type OutsiderCtx = { userId: string | null };

const always = (): boolean => true;
const isOwn = (ctx: RuleCtx, row: { accountId: Id<"accounts"> }): boolean => row.accountId === ctx.accountId;
/** A row never leaves its account, so one look is enough for the whole transaction. */
const isOwnAndKnown = (ctx: RuleCtx, row: { _id: string; accountId: Id<"accounts"> }): boolean => {
  if (row.accountId !== ctx.accountId) return false;
  ctx.known.add(row._id);
  return true;
};
const never = (): boolean => false;
const ownRows = { read: isOwnAndKnown, modify: isOwn, insert: isOwn };

const RULES: RowRules<RuleCtx> = {
  accounts: {
    read: (ctx, row) => row._id === ctx.accountId,
    modify: (ctx, row) => row._id === ctx.accountId,
    insert: never,
  },
  systemConfig: { read: never, modify: never, insert: never },
  operatorLog: { read: never, modify: never, insert: never },
  migrations: { read: never, modify: never, insert: never },
  senders: { read: never, modify: never, insert: never },
  /** An account can ask for its end; the job of it is the system's. */
  accountDeletions: { read: isOwn, modify: never, insert: isOwn },
  activities: { read: isOwn, modify: never, insert: never },
  memberships: ownRows,
  accountImports: ownRows,
  importedIds: ownRows,
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
  fileTexts: ownRows,
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
  ) as unknown as RowRules<OutsiderCtx>),
  accounts: { read: always, modify: never, insert: always },
  invitations: { read: always, modify: never, insert: never },
  systemConfig: { read: always, modify: never, insert: always },
  accountDeletions: {
    read: (ctx: OutsiderCtx, row: Doc<"accountDeletions">) => row.requestedBy === ctx.userId,
    modify: never,
    insert: never,
  },
  memberships: {
    read: (ctx: OutsiderCtx, row: Doc<"memberships">) => row.userId === ctx.userId,
    modify: never,
    insert: never,
  },
} satisfies RowRules<OutsiderCtx>;

/** What fleet operators write themselves: the installation's own settings. Their log is written by its recorder. */
const INSTALLATION_RULES = {
  ...(Object.fromEntries(
    Object.keys(RULES).map((table) => [table, { read: always, modify: never, insert: never }]),
  ) as unknown as RowRules<object>),
  systemConfig: { read: always, modify: always, insert: always },
  migrations: { read: always, modify: always, insert: always },
  senders: { read: always, modify: always, insert: always },
} satisfies RowRules<object>;

export function installationWriter(db: DatabaseWriter, tally: WriteTally): DatabaseWriter {
  const onWrite = () => {
    tally.writes += 1;
  };
  return ruledWriter(db, { rules: INSTALLATION_RULES, scope: {}, onWrite });
}

export function outsiderReader(db: DatabaseReader, userId: string | null): DatabaseReader {
  return ruledReader(db, { rules: OUTSIDER_RULES, scope: { userId } });
}

export function outsiderWriter(db: DatabaseWriter, userId: string): DatabaseWriter {
  return ruledWriter(db, { rules: OUTSIDER_RULES, scope: { userId } });
}

/** Counts writes, so that a mutation that changed something can be held to its declared activities. */
export type WriteTally = { writes: number };

export function tenantReader(db: DatabaseReader, accountId: Id<"accounts">): DatabaseReader {
  return ruledReader(db, { rules: RULES, scope: { accountId, known: new Set<string>() } });
}

export type TenantScope = { accountId: Id<"accounts">; tally: WriteTally };

export function tenantWriter(db: DatabaseWriter, { accountId, tally }: TenantScope): DatabaseWriter {
  const known = new Set<string>();
  const onWrite = (value: unknown) => {
    if (carriesAway(value, accountId)) throw broken("A row may not change its account.");
    tally.writes += 1;
  };
  return ruledWriter(db, { rules: RULES, scope: { accountId, known }, known, onWrite });
}

/** True for a value that names an account other than its own, or removes the name. */
function carriesAway(value: unknown, accountId: Id<"accounts">): boolean {
  return typeof value === "object" && value !== null && "accountId" in value && value.accountId !== accountId;
}
