/**
 * What can happen in an account. Each type has its own payload with what changed, old and new; a type that is
 * added here fails to compile until the schema and the sentence below know it.
 */
import type { GrantableRole, Role } from "../account/roles.ts";
import type { DocumentKind } from "../document/kinds.ts";
import type { Channel } from "../notification/channels.ts";
import type { RolloutStatus } from "../rollout/plan.ts";
import type { StrategyKind } from "../rollout/strategy.ts";
import type { AlertKind } from "../runtime/alerts.ts";
import type { CommandKind } from "../runtime/command.ts";
import type { RuntimeStatus } from "../runtime/report.ts";
import type { SkillCategory } from "../skill/limits.ts";
import type { StandupSection } from "../standup/compose.ts";
import type { TaskStatus } from "../task/status.ts";

/** One changed field; values are written as people read them, null for "nothing". */
export type FieldChange = { field: string; from: string | null; to: string | null };

export type PersonOrAgent = { kind: "member" | "agent"; id: string; name: string };

export type ActivityPayloads = {
  account_created: { name: string; slug: string };
  account_updated: { changes: FieldChange[] };
  account_exported: Record<never, never>;
  /** An exported account that was founded anew. `from` is its name there. */
  account_imported: { from: string; exportedAt: number; rows: number };
  member_joined: { role: Role; how: "created_account" | "invitation" };
  member_renamed: { from: string; to: string };
  member_preferences_changed: { changes: FieldChange[] };
  member_role_changed: { from: Role; to: Role };
  member_removed: { role: Role };
  member_left: { role: Role };
  invitation_created: { email: string | null; role: GrantableRole; expiresAt: number };
  invitation_resent: { email: string | null; role: GrantableRole; expiresAt: number };
  invitation_revoked: { email: string | null; role: GrantableRole };
  invitation_expired: { email: string | null; role: GrantableRole };
  agent_created: { role: string };
  agent_updated: { changes: FieldChange[] };
  agent_paused: Record<never, never>;
  agent_resumed: Record<never, never>;
  agent_removed: Record<never, never>;
  task_created: { title: string; status: TaskStatus; priority: number };
  task_updated: { changes: FieldChange[] };
  task_assigned: { added: PersonOrAgent[]; removed: PersonOrAgent[] };
  task_status_changed: { from: TaskStatus; to: TaskStatus; reason: string | null; isAutomatic: boolean };
  task_reordered: { status: TaskStatus; from: string; to: string };
  /** The last task that it waited for is done. */
  task_unblocked: Record<never, never>;
  /** The last of its open sub-tasks is done. */
  parts_done: { count: number };
  task_deleted: { title: string; status: TaskStatus };
  recurrence_created: { cron: string; timeZone: string };
  recurrence_updated: { changes: FieldChange[] };
  recurrence_removed: Record<never, never>;
  /** A planned time passed without its task, and why. */
  recurrence_skipped: { reason: string };
  message_created: { messageKind: "message" | "answer" | "note" | "system"; excerpt: string };
  message_edited: { from: string; to: string };
  message_reacted: { emoji: string; isAdded: boolean };
  message_deleted: { excerpt: string };
  document_created: { documentKind: DocumentKind; version: number };
  document_updated: { fromVersion: number; toVersion: number; changes: FieldChange[] };
  document_renamed: { from: string; to: string };
  document_kind_changed: { from: DocumentKind; to: DocumentKind };
  /** Names of folders; null for the top. */
  document_moved: { from: string | null; to: string | null };
  document_linked: { taskNumber: number };
  document_unlinked: { taskNumber: number };
  document_version_restored: { restored: number; toVersion: number };
  document_trashed: Record<never, never>;
  document_restored: Record<never, never>;
  document_deleted: { documentKind: DocumentKind };
  document_file_refused: { reason: string };
  document_commented: { excerpt: string };
  document_comment_deleted: { excerpt: string };
  folder_created: Record<never, never>;
  folder_renamed: { from: string; to: string };
  folder_moved: { from: string | null; to: string | null };
  folder_removed: Record<never, never>;
  /** Numbers of lines per section. */
  standup_posted: {
    day: string;
    isUpdate: boolean;
    counts: Record<StandupSection, number>;
    /** More had happened than it looked at. */
    isCut?: boolean;
  };
  run_succeeded: { attempt: number; model: string | null; durationMs: number | null; tokens: number };
  run_failed: { attempt: number; code: string; message: string; retryAt: number | null };
  run_dead_lettered: { attempts: number; code: string; message: string };
  run_timed_out: { attempt: number; message: string };
  run_cancelled: { attempt: number; wasRunning: boolean };
  run_cancel_requested: { attempt: number };
  approval_requested: { tool: string; expiresAt: number };
  approval_decided: { tool: string; decision: "approved" | "refused" | "expired"; reason: string | null };
  run_retried: { attempts: number };
  /** `hops` counts what was too many: hops of the chain, or repeats where `because` says so. */
  loop_stopped: { hops: number; chain: string; because?: "hops" | "repeats" | "wakes" };
  budget_set: { changes: FieldChange[] };
  budget_removed: { period: "day" | "month" };
  /** No further turn of the target starts until the period ends or the budget is raised. */
  budget_stopped: { period: "day" | "month"; sentence: string; until: number };
  budget_released: { period: "day" | "month" };
  price_set: { model: string; from: string | null; to: string | null };
  runtime_added: { provider: string };
  runtime_status_changed: { from: RuntimeStatus; to: RuntimeStatus; reasons: string[] };
  runtime_enrolment_created: { provider: string; expiresAt: number };
  runtime_enrolment_revoked: Record<never, never>;
  /** It takes the account's work from now on; `from` did before. */
  runtime_activated: { from: string | null };
  runtime_removed: { provider: string };
  runtime_settings_changed: { changes: FieldChange[] };
  runtime_command_requested: { command: CommandKind; version: string | null };
  runtime_command_ended: {
    command: CommandKind;
    version: string | null;
    outcome: "succeeded" | "failed" | "rolled_back" | "expired";
    reason: string | null;
  };
  runtime_alert_raised: { alert: AlertKind; detail: string };
  runtime_alert_ended: { alert: AlertKind };
  rollout_started: { version: string; strategy: StrategyKind; runtimes: number };
  rollout_changed: { from: RolloutStatus; to: RolloutStatus; reason: string | null };
  service_token_created: { tokenName: string };
  service_token_revoked: { tokenName: string };
  agent_token_created: { tokenName: string };
  agent_token_revoked: { tokenName: string };
  skill_created: { category: SkillCategory };
  skill_updated: { changes: FieldChange[] };
  skill_enabled: { isEnabled: boolean };
  skill_removed: Record<never, never>;
  /** The host alone: paths of webhooks often hold a secret. */
  webhook_created: { host: string };
  webhook_updated: { changes: FieldChange[] };
  webhook_secret_changed: Record<never, never>;
  /** Switched off by the product, after it failed for long. */
  webhook_disabled: { reason: string };
  webhook_removed: Record<never, never>;
  incoming_webhook_created: Record<never, never>;
  incoming_webhook_rotated: Record<never, never>;
  incoming_webhook_revoked: Record<never, never>;
  push_device_added: { device: string };
  push_device_removed: { device: string };
  delivery_retried: { channel: Channel };
};

export type ActivityType = keyof ActivityPayloads;

export type ActivityEvent = { [Type in ActivityType]: { type: Type } & ActivityPayloads[Type] }[ActivityType];

export type ActivityTargetKind =
  | "account"
  | "member"
  | "invitation"
  | "agent"
  | "task"
  | "recurrence"
  | "message"
  | "document"
  | "folder"
  | "standup"
  | "run"
  | "runtime"
  | "rollout"
  | "service_token"
  | "agent_token"
  | "skill"
  | "webhook"
  | "incoming_webhook";

/** What led to it: a person's request, a message, a run of an agent, the clock, or a call from outside. */
export type ActivityCause =
  | { kind: "request" }
  | { kind: "message"; messageId: string }
  | { kind: "run"; runId: string }
  | { kind: "schedule"; name: string }
  | { kind: "webhook"; webhookId: string };
