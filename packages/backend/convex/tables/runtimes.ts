import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import {
  alertKind,
  commandKind,
  commandStatus,
  runtimeMetrics,
  runtimeProvider,
  runtimeReport,
  runtimeStatus,
} from "./vocabulary";

/**
 * An account's bridge to its OpenClaw gateway, as its last check-in described it. An account may have several; the
 * active one takes its work, the others stand by.
 */
export const runtimes = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  provider: runtimeProvider,
  /** Name of the machine, and where it stands; missing while nobody has said. */
  host: v.optional(v.string()),
  region: v.optional(v.string()),
  /** Missing: active. */
  duty: v.optional(literals("active", "standby", "removed")),
  status: runtimeStatus,
  statusSince: v.number(),
  /** True while the account has an agent: only then is a local process started for it. */
  isWanted: v.boolean(),
  /** Without the metrics, which have a row of their own. */
  report: v.union(runtimeReport, v.null()),
  lastCheckInAt: v.union(v.number(), v.null()),
  /** When people were told of the present outage. */
  alertedAt: v.union(v.number(), v.null()),
  /** Of its latest command; a word about an older one has no effect. */
  commandGeneration: v.optional(v.number()),
  /** Why the last upgrade or roll-back did not succeed; missing when it did, or there was none. */
  failedUpgrade: v.optional(v.string()),
  /** Limits that the runtime keeps; a missing one is the runtime's own. */
  settings: v.optional(
    v.object({ parallelTurns: v.optional(v.number()), turnsPerMinute: v.optional(v.number()) }),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_account_duty", ["accountId", "duty"])
  .index("by_status_lastCheckInAt", ["status", "lastCheckInAt"])
  .index("by_provider_isWanted", ["provider", "isWanted"]);

/** What changes with every check-in, apart from the runtime: a row of it each, so that nothing else is disturbed. */
export const runtimeHealth = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  at: v.number(),
  /** See shared runtime/health. */
  score: v.union(v.number(), v.null()),
  metrics: runtimeMetrics,
}).index("by_account_runtime", ["accountId", "runtimeId"]);

/** The past day of a runtime in steps of five minutes; older rows give way to new ones. */
export const runtimeSamples = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  at: v.number(),
  status: runtimeStatus,
  score: v.union(v.number(), v.null()),
  turns: v.number(),
  failures: v.number(),
  version: v.union(v.string(), v.null()),
}).index("by_account_runtime_at", ["accountId", "runtimeId", "at"]);

/** What was asked of a runtime, and how far it got: see shared runtime/command. */
export const runtimeCommands = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  kind: commandKind,
  /** The wanted version of an upgrade. */
  version: v.union(v.string(), v.null()),
  generation: v.number(),
  /** Of whoever asked: the same key asks once. */
  requestKey: v.string(),
  requestedBy: v.string(),
  /** The rollout that asked, of whichever account. */
  rolloutId: v.union(v.id("rollouts"), v.null()),
  status: commandStatus,
  statusSince: v.number(),
  /** What the present phase may last; 0 when it is over. */
  deadlineAt: v.number(),
  step: v.union(v.object({ name: v.string(), percent: v.number(), detail: v.string() }), v.null()),
  fromVersion: v.union(v.string(), v.null()),
  /** Why it ended as it did; null for a plain success. */
  reason: v.union(v.string(), v.null()),
  endedAt: v.union(v.number(), v.null()),
})
  .index("by_account_runtime", ["accountId", "runtimeId"])
  .index("by_account_runtime_endedAt", ["accountId", "runtimeId", "endedAt"])
  .index("by_account_runtime_requestKey", ["accountId", "runtimeId", "requestKey"])
  .index("by_deadlineAt", ["deadlineAt"]);

/** The latest logs that were asked for; one row per runtime. */
export const runtimeLogs = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  at: v.number(),
  text: v.string(),
}).index("by_account_runtime", ["accountId", "runtimeId"]);

/** What people were told about a runtime; one open row per runtime and kind. `endedAt` is 0 while it lasts. */
export const runtimeIncidents = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  kind: alertKind,
  detail: v.string(),
  since: v.number(),
  endedAt: v.number(),
}).index("by_account_runtime_endedAt", ["accountId", "runtimeId", "endedAt"]);

/** A right to join as a runtime of the account, once. Only the token's hash is kept. */
export const enrolments = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  provider: runtimeProvider,
  region: v.union(v.string(), v.null()),
  tokenHash: v.string(),
  hint: v.string(),
  createdBy: v.id("memberships"),
  expiresAt: v.number(),
  state: v.union(
    v.object({ status: v.literal("open") }),
    v.object({ status: v.literal("used"), runtimeId: v.id("runtimes"), at: v.number() }),
    v.object({ status: v.literal("revoked"), at: v.number() }),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_tokenHash", ["tokenHash"]);

/** A credential of one runtime of one account. Only its hash is kept; the token is shown once. */
export const serviceTokens = defineTable({
  accountId: v.id("accounts"),
  runtimeId: v.id("runtimes"),
  name: v.string(),
  tokenHash: v.string(),
  /** First characters, to recognise a token by. */
  hint: v.string(),
  /** Issued to the process that this installation supervises itself; replaced at every start. */
  isLocal: v.boolean(),
  createdBy: v.union(v.id("memberships"), v.null()),
  lastUsedAt: v.union(v.number(), v.null()),
  revokedAt: v.union(v.number(), v.null()),
})
  .index("by_account", ["accountId"])
  .index("by_account_runtime_isLocal_revokedAt", ["accountId", "runtimeId", "isLocal", "revokedAt"])
  .index("by_tokenHash", ["tokenHash"]);
