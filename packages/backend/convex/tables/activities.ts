import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { messageKind } from "./messages";
import { channel } from "./outbound";
import { standupCounts } from "./standups";
import { period } from "./usage";
import {
  actor,
  alertKind,
  commandKind,
  documentKind,
  grantableRole,
  role,
  rolloutStatus,
  runtimeStatus,
  skillCategory,
  taskStatus,
} from "./vocabulary";

const change = v.object({
  field: v.string(),
  from: v.union(v.string(), v.null()),
  to: v.union(v.string(), v.null()),
});
const changes = v.array(change);
const someone = v.object({ kind: literals("member", "agent"), id: v.string(), name: v.string() });
const places = { from: v.union(v.string(), v.null()), to: v.union(v.string(), v.null()) };
const text = v.union(v.string(), v.null());
const email = text;

/** What happened, with what changed, old and new. Equal to shared activity/types by a compile-time test. */
export const activityEvent = v.union(
  v.object({ type: v.literal("account_created"), name: v.string(), slug: v.string() }),
  v.object({ type: v.literal("account_updated"), changes }),
  v.object({ type: v.literal("account_exported") }),
  v.object({
    type: v.literal("account_imported"),
    from: v.string(),
    exportedAt: v.number(),
    rows: v.number(),
  }),
  v.object({ type: v.literal("member_joined"), role, how: literals("created_account", "invitation") }),
  v.object({ type: v.literal("member_renamed"), from: v.string(), to: v.string() }),
  v.object({ type: v.literal("member_preferences_changed"), changes }),
  v.object({ type: v.literal("member_role_changed"), from: role, to: role }),
  v.object({ type: v.literal("member_removed"), role }),
  v.object({ type: v.literal("member_left"), role }),
  v.object({ type: v.literal("invitation_created"), email, role: grantableRole, expiresAt: v.number() }),
  v.object({ type: v.literal("invitation_resent"), email, role: grantableRole, expiresAt: v.number() }),
  v.object({ type: v.literal("invitation_revoked"), email, role: grantableRole }),
  v.object({ type: v.literal("invitation_expired"), email, role: grantableRole }),
  v.object({ type: v.literal("agent_created"), role: v.string() }),
  v.object({ type: v.literal("agent_updated"), changes }),
  v.object({ type: v.literal("agent_paused") }),
  v.object({ type: v.literal("agent_resumed") }),
  v.object({ type: v.literal("agent_removed") }),
  v.object({ type: v.literal("task_created"), title: v.string(), status: taskStatus, priority: v.number() }),
  v.object({ type: v.literal("task_updated"), changes }),
  v.object({ type: v.literal("task_assigned"), added: v.array(someone), removed: v.array(someone) }),
  v.object({
    type: v.literal("task_status_changed"),
    from: taskStatus,
    to: taskStatus,
    reason: v.union(v.string(), v.null()),
    isAutomatic: v.boolean(),
  }),
  v.object({ type: v.literal("task_reordered"), status: taskStatus, from: v.string(), to: v.string() }),
  v.object({ type: v.literal("task_unblocked") }),
  v.object({ type: v.literal("parts_done"), count: v.number() }),
  v.object({ type: v.literal("task_deleted"), title: v.string(), status: taskStatus }),
  v.object({ type: v.literal("recurrence_created"), cron: v.string(), timeZone: v.string() }),
  v.object({ type: v.literal("recurrence_updated"), changes }),
  v.object({ type: v.literal("recurrence_removed") }),
  v.object({ type: v.literal("recurrence_skipped"), reason: v.string() }),
  v.object({ type: v.literal("message_created"), messageKind, excerpt: v.string() }),
  v.object({ type: v.literal("message_edited"), from: v.string(), to: v.string() }),
  v.object({ type: v.literal("message_reacted"), emoji: v.string(), isAdded: v.boolean() }),
  v.object({ type: v.literal("message_deleted"), excerpt: v.string() }),
  v.object({ type: v.literal("document_created"), documentKind, version: v.number() }),
  v.object({ type: v.literal("document_updated"), fromVersion: v.number(), toVersion: v.number(), changes }),
  v.object({ type: v.literal("document_renamed"), from: v.string(), to: v.string() }),
  v.object({ type: v.literal("document_kind_changed"), from: documentKind, to: documentKind }),
  v.object({ type: v.literal("document_moved"), ...places }),
  v.object({ type: v.literal("document_linked"), taskNumber: v.number() }),
  v.object({ type: v.literal("document_unlinked"), taskNumber: v.number() }),
  v.object({ type: v.literal("document_version_restored"), restored: v.number(), toVersion: v.number() }),
  v.object({ type: v.literal("document_trashed") }),
  v.object({ type: v.literal("document_restored") }),
  v.object({ type: v.literal("document_deleted"), documentKind }),
  v.object({ type: v.literal("document_file_refused"), reason: v.string() }),
  v.object({ type: v.literal("document_commented"), excerpt: v.string() }),
  v.object({ type: v.literal("document_comment_deleted"), excerpt: v.string() }),
  v.object({ type: v.literal("folder_created") }),
  v.object({ type: v.literal("folder_renamed"), from: v.string(), to: v.string() }),
  v.object({ type: v.literal("folder_moved"), ...places }),
  v.object({ type: v.literal("folder_removed") }),
  v.object({
    type: v.literal("standup_posted"),
    day: v.string(),
    isUpdate: v.boolean(),
    counts: standupCounts,
    isCut: v.optional(v.boolean()),
  }),
  v.object({
    type: v.literal("run_succeeded"),
    attempt: v.number(),
    model: v.union(v.string(), v.null()),
    durationMs: v.union(v.number(), v.null()),
    tokens: v.number(),
  }),
  v.object({
    type: v.literal("run_failed"),
    attempt: v.number(),
    code: v.string(),
    message: v.string(),
    retryAt: v.union(v.number(), v.null()),
  }),
  v.object({
    type: v.literal("run_dead_lettered"),
    attempts: v.number(),
    code: v.string(),
    message: v.string(),
  }),
  v.object({ type: v.literal("run_timed_out"), attempt: v.number(), message: v.string() }),
  v.object({ type: v.literal("run_cancelled"), attempt: v.number(), wasRunning: v.boolean() }),
  v.object({ type: v.literal("run_cancel_requested"), attempt: v.number() }),
  v.object({ type: v.literal("approval_requested"), tool: v.string(), expiresAt: v.number() }),
  v.object({
    type: v.literal("approval_decided"),
    tool: v.string(),
    decision: literals("approved", "refused", "expired"),
    reason: v.union(v.string(), v.null()),
  }),
  v.object({ type: v.literal("run_retried"), attempts: v.number() }),
  v.object({
    type: v.literal("loop_stopped"),
    hops: v.number(),
    chain: v.string(),
    because: v.optional(literals("hops", "repeats", "wakes")),
  }),
  v.object({ type: v.literal("budget_set"), changes }),
  v.object({ type: v.literal("budget_removed"), period }),
  v.object({ type: v.literal("budget_stopped"), period, sentence: v.string(), until: v.number() }),
  v.object({ type: v.literal("budget_released"), period }),
  v.object({
    type: v.literal("price_set"),
    model: v.string(),
    from: v.union(v.string(), v.null()),
    to: v.union(v.string(), v.null()),
  }),
  v.object({ type: v.literal("runtime_added"), provider: v.string() }),
  v.object({
    type: v.literal("runtime_status_changed"),
    from: runtimeStatus,
    to: runtimeStatus,
    reasons: v.array(v.string()),
  }),
  v.object({ type: v.literal("runtime_enrolment_created"), provider: v.string(), expiresAt: v.number() }),
  v.object({ type: v.literal("runtime_enrolment_revoked") }),
  v.object({ type: v.literal("runtime_activated"), from: v.union(v.string(), v.null()) }),
  v.object({ type: v.literal("runtime_removed"), provider: v.string() }),
  v.object({ type: v.literal("runtime_settings_changed"), changes }),
  v.object({ type: v.literal("runtime_command_requested"), command: commandKind, version: text }),
  v.object({
    type: v.literal("runtime_command_ended"),
    command: commandKind,
    version: text,
    outcome: literals("succeeded", "failed", "rolled_back", "expired"),
    reason: text,
  }),
  v.object({ type: v.literal("runtime_alert_raised"), alert: alertKind, detail: v.string() }),
  v.object({ type: v.literal("runtime_alert_ended"), alert: alertKind }),
  v.object({
    type: v.literal("rollout_started"),
    version: v.string(),
    strategy: literals("immediate", "rolling", "canary"),
    runtimes: v.number(),
  }),
  v.object({ type: v.literal("rollout_changed"), from: rolloutStatus, to: rolloutStatus, reason: text }),
  v.object({ type: v.literal("service_token_created"), tokenName: v.string() }),
  v.object({ type: v.literal("service_token_revoked"), tokenName: v.string() }),
  v.object({ type: v.literal("agent_token_created"), tokenName: v.string() }),
  v.object({ type: v.literal("agent_token_revoked"), tokenName: v.string() }),
  v.object({ type: v.literal("skill_created"), category: skillCategory }),
  v.object({ type: v.literal("skill_updated"), changes }),
  v.object({ type: v.literal("skill_enabled"), isEnabled: v.boolean() }),
  v.object({ type: v.literal("skill_removed") }),
  v.object({ type: v.literal("webhook_created"), host: v.string() }),
  v.object({ type: v.literal("webhook_updated"), changes }),
  v.object({ type: v.literal("webhook_secret_changed") }),
  v.object({ type: v.literal("webhook_disabled"), reason: v.string() }),
  v.object({ type: v.literal("webhook_removed") }),
  v.object({ type: v.literal("incoming_webhook_created") }),
  v.object({ type: v.literal("incoming_webhook_rotated") }),
  v.object({ type: v.literal("incoming_webhook_revoked") }),
  v.object({ type: v.literal("push_device_added"), device: v.string() }),
  v.object({ type: v.literal("push_device_removed"), device: v.string() }),
  v.object({ type: v.literal("delivery_retried"), channel }),
);

/** What an activity is about; `label` and `number` are as they were, so the row reads well for ever. */
export const activityTarget = v.object({
  kind: literals(
    "account",
    "member",
    "invitation",
    "agent",
    "task",
    "recurrence",
    "message",
    "document",
    "folder",
    "standup",
    "run",
    "runtime",
    "rollout",
    "service_token",
    "agent_token",
    "skill",
    "webhook",
    "incoming_webhook",
  ),
  id: v.string(),
  label: v.string(),
  number: v.optional(v.number()),
});

export const activityCause = v.union(
  v.object({ kind: v.literal("request") }),
  v.object({ kind: v.literal("message"), messageId: v.string() }),
  v.object({ kind: v.literal("run"), runId: v.string() }),
  v.object({ kind: v.literal("schedule"), name: v.string() }),
  v.object({ kind: v.literal("webhook"), webhookId: v.string() }),
);

/** The proof of who did what. Append-only: only the recorder of functions/activity.ts writes here. */
export const activities = defineTable({
  accountId: v.id("accounts"),
  event: activityEvent,
  actor,
  actorName: v.string(),
  target: activityTarget,
  taskId: v.union(v.id("tasks"), v.null()),
  cause: activityCause,
  /** When it happened, where that is told afterwards: in the story of the demo account alone. Never later than the row. */
  originalAt: v.optional(v.number()),
})
  .index("by_account", ["accountId"])
  .index("by_account_member", ["accountId", "actor.memberId"])
  .index("by_account_agent", ["accountId", "actor.agentId"])
  .index("by_account_task", ["accountId", "taskId"]);
