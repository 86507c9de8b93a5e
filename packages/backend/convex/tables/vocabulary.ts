/** Validators made from the one vocabulary in packages/shared; test/vocabulary.test-d.ts keeps the two equal. */
import { GRANTABLE_ROLES, ROLES } from "@mc/shared/account/roles";
import { APPROVAL_STATUSES } from "@mc/shared/agent/approvals";
import { CAPABILITIES } from "@mc/shared/agent/capabilities";
import { AGENT_PLACES } from "@mc/shared/agent/place";
import { DOCUMENT_CONTEXTS } from "@mc/shared/agent/settings";
import { RUN_CAUSES, RUN_STATUSES } from "@mc/shared/delivery/run";
import { DOCUMENT_KINDS } from "@mc/shared/document/kinds";
import { DIGEST_FREQUENCIES } from "@mc/shared/notification/digest";
import { NOTIFICATION_TYPES } from "@mc/shared/notification/types";
import { ROLLOUT_STATUSES, TARGET_PHASES } from "@mc/shared/rollout/plan";
import { ALERT_KINDS } from "@mc/shared/runtime/alerts";
import { COMMAND_KINDS, COMMAND_STATUSES, REPORTED_COMMAND_STATUSES } from "@mc/shared/runtime/command";
import {
  GATEWAY_STATES,
  REPORTED_STATUSES,
  RUNTIME_PROVIDERS,
  RUNTIME_STATUSES,
} from "@mc/shared/runtime/report";
import { SKILL_CATEGORIES } from "@mc/shared/skill/limits";
import { TASK_STATUSES } from "@mc/shared/task/status";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

export const role = literals(...ROLES);
export const grantableRole = literals(...GRANTABLE_ROLES);
export const taskStatus = literals(...TASK_STATUSES);
export const runStatus = literals(...RUN_STATUSES);
export const runCause = literals(...RUN_CAUSES);
export const notificationType = literals(...NOTIFICATION_TYPES);
export const documentKind = literals(...DOCUMENT_KINDS);
export const runtimeStatus = literals(...RUNTIME_STATUSES);
export const reportedStatus = literals(...REPORTED_STATUSES);
export const gatewayState = literals(...GATEWAY_STATES);
export const skillCategory = literals(...SKILL_CATEGORIES);
export const agentPlace = literals(...AGENT_PLACES);
export const runtimeProvider = literals(...RUNTIME_PROVIDERS);
export const alertKind = literals(...ALERT_KINDS);
export const commandKind = literals(...COMMAND_KINDS);
export const commandStatus = literals(...COMMAND_STATUSES);
export const reportedCommandStatus = literals(...REPORTED_COMMAND_STATUSES);
export const rolloutStatus = literals(...ROLLOUT_STATUSES);
export const targetPhase = literals(...TARGET_PHASES);
export const toolName = literals(...TOOL_NAMES);
export const approvalStatus = literals(...APPROVAL_STATUSES);
export const theme = literals("light", "dark", "system");
export const priority = v.union(v.literal(1), v.literal(2), v.literal(3), v.literal(4), v.literal(5));

export const memberRef = v.object({ kind: v.literal("member"), memberId: v.id("memberships") });
export const agentRef = v.object({ kind: v.literal("agent"), agentId: v.id("agents") });
/** Someone who can be assigned, subscribed or notified. */
export const recipient = v.union(memberRef, agentRef);
/** Whoever does something. */
export const actor = v.union(memberRef, agentRef, v.object({ kind: v.literal("system") }));

const [createTasks, modifyStatus, createDocuments, mentionAgents, reviewTasks, markDone] = CAPABILITIES;
const flag = v.optional(v.boolean());
/** Behaviour flags as set at one level; a missing one defers to the next. */
export const capabilitySettings = v.object({
  [createTasks]: flag,
  [modifyStatus]: flag,
  [createDocuments]: flag,
  [mentionAgents]: flag,
  [reviewTasks]: flag,
  [markDone]: flag,
});

const number = v.optional(v.number());
const ownSettings = {
  temperature: number,
  maxOutputTokens: number,
  maxTurnTokens: number,
  promptPrefix: v.optional(v.string()),
  threadMessages: number,
  documents: v.optional(literals(...DOCUMENT_CONTEXTS)),
  heartbeatMinutes: number,
  turnsPerHour: number,
};
/** As set for one agent, whose model is a column of its own. */
export const agentSettings = v.object(ownSettings);
export const agentDefaultSettings = v.object({ ...ownSettings, model: v.optional(v.string()) });

const price = { input: v.number(), output: v.number(), cacheRead: v.number(), cacheWrite: v.number() };
/** US dollars per million tokens. */
export const modelPrice = v.object({ model: v.string(), ...price });
export const priceFields = v.object(price);

/** Groups of notifications as set at one level; a missing one defers to the next. */
export const groupSettings = v.object({
  taskUpdates: v.optional(v.boolean()),
  agentActivity: v.optional(v.boolean()),
  memberUpdates: v.optional(v.boolean()),
});
/** The account's defaults also say who gets a digest. */
export const accountPreferences = v.object({ ...groupSettings.fields, emailDigest: v.optional(v.boolean()) });
const channelPreferences = v.object({
  isOn: v.boolean(),
  groups: groupSettings,
  wanted: v.array(notificationType),
  muted: v.array(notificationType),
});
export const channelSettings = v.object({
  email: v.optional(channelPreferences),
  push: v.optional(channelPreferences),
  webhook: v.optional(channelPreferences),
});
const channelChange = v.optional(v.union(channelPreferences, v.null()));
export const channelEdit = v.object({ email: channelChange, push: channelChange, webhook: channelChange });
export const digestChoice = v.object({
  frequency: literals(...DIGEST_FREQUENCIES),
  time: v.string(),
  weekday: v.number(),
  timeZone: v.string(),
});
export const quietHours = v.object({ fromMinute: v.number(), toMinute: v.number(), timeZone: v.string() });

export const usage = v.object({
  input: v.number(),
  output: v.number(),
  cacheRead: v.number(),
  cacheWrite: v.number(),
  costUsd: v.union(v.number(), v.null()),
  basis: literals("billed", "estimated", "unknown"),
});

/** What an attempt has used up to now, all of it each time. */
export const spent = v.object({ model: v.string(), isDemoModel: v.boolean(), usage });

export const failure = v.object({ code: v.string(), message: v.string() });

const numberOrNull = v.union(v.number(), v.null());

export const runtimeMetrics = v.object({
  windowMs: v.number(),
  readiness: numberOrNull,
  turns: v.number(),
  failures: v.number(),
  offered: v.number(),
  taken: v.number(),
  latencyP50Ms: numberOrNull,
  latencyP95Ms: numberOrNull,
  loopLagMs: v.number(),
  rssBytes: v.number(),
  gatewayRssBytes: numberOrNull,
  restarts: v.number(),
  waiting: v.number(),
  sessions: v.number(),
  tokens: v.number(),
  uptimeMs: v.number(),
});

export const runtimeReport = v.object({
  status: reportedStatus,
  reasons: v.array(v.string()),
  runtimeVersion: v.string(),
  openclawVersion: v.union(v.string(), v.null()),
  gateway: v.object({ state: gatewayState, since: v.number() }),
  install: v.union(v.object({ step: v.string(), percent: v.number(), detail: v.string() }), v.null()),
  model: v.object({ ref: v.string(), isDemo: v.boolean() }),
  activeTurns: v.number(),
  host: v.optional(v.string()),
  protocolVersion: v.optional(v.number()),
  previousVersion: v.optional(v.union(v.string(), v.null())),
  upgrade: v.optional(
    v.union(
      v.object({ to: v.string(), step: v.string(), percent: v.number(), detail: v.string() }),
      v.null(),
    ),
  ),
  metrics: v.optional(runtimeMetrics),
});
