/** The sentence of an activity as parts, so that an interface can link each name to its place. */
import { assertNever } from "../assert.ts";
import { CHANNEL_LABEL } from "../notification/channels.ts";
import { ROLLOUT_STATUS_LABEL } from "../rollout/labels.ts";
import { STRATEGY_LABEL } from "../rollout/strategy.ts";
import { ALERT_LABEL } from "../runtime/alerts.ts";
import { COMMAND_LABEL, COMMAND_STATUS_LABEL } from "../runtime/command.ts";
import { standupSentence } from "../standup/compose.ts";
import { taskKey } from "../task/limits.ts";
import { STATUS_LABEL } from "../task/status.ts";
import type { ActivityEvent, FieldChange, PersonOrAgent } from "./types.ts";

export type SentencePart =
  | { kind: "text"; text: string }
  | { kind: "actor"; text: string }
  | { kind: "target"; text: string }
  | { kind: "value"; text: string };

export type DescribableActivity = {
  event: ActivityEvent;
  actorName: string;
  target: { kind: string; label: string; number?: number | null | undefined };
};

export function describeActivity(activity: DescribableActivity): SentencePart[] {
  const actor: SentencePart = { kind: "actor", text: activity.actorName };
  const said = predicate(activity.event, target(activity));
  // a runtime that changes its state is the subject of its own sentence
  return activity.event.type === "runtime_status_changed" ? said : [actor, text(" "), ...said];
}

/** The same sentence as plain text. */
export function activitySentence(activity: DescribableActivity): string {
  return describeActivity(activity)
    .map((part) => part.text)
    .join("");
}

function predicate(event: ActivityEvent, subject: SentencePart): SentencePart[] {
  switch (event.type) {
    case "account_created":
      return [text("created the account "), subject];
    case "account_updated":
      return [text("changed "), ...fields(event.changes), text(" of the account")];
    case "account_exported":
      return [text("took a copy of the data of "), subject];
    case "account_imported":
      return [
        text("brought over "),
        value(event.from),
        text(`, ${event.rows.toLocaleString("en")} rows, as `),
        subject,
      ];
    case "member_joined":
      return [text("joined as "), value(event.role)];
    case "member_renamed":
      return [text("is now called "), value(event.to), text(" (was "), value(event.from), text(")")];
    case "member_preferences_changed":
      return [text("set their "), ...fields(event.changes)];
    case "member_role_changed":
      return [
        text("made "),
        subject,
        text(" "),
        value(event.to),
        text(" (was "),
        value(event.from),
        text(")"),
      ];
    case "member_removed":
      return [text("removed "), subject, text(" from the account")];
    case "member_left":
      return [text("left the account")];
    case "invitation_created":
      return [text("invited "), value(event.email ?? "someone by link"), text(" as "), value(event.role)];
    case "invitation_resent":
      return [text("sent the invitation of "), value(event.email ?? "someone by link"), text(" again")];
    case "invitation_revoked":
      return [text("withdrew the invitation of "), value(event.email ?? "someone by link")];
    case "invitation_expired":
      return [text("let the invitation of "), value(event.email ?? "someone by link"), text(" expire")];
    case "agent_created":
      return [text("added the agent "), subject, text(", "), value(event.role)];
    case "agent_updated":
      return [text("changed "), ...fields(event.changes), text(" of "), subject];
    case "agent_paused":
      return [text("paused "), subject];
    case "agent_resumed":
      return [text("resumed "), subject];
    case "agent_removed":
      return [text("removed the agent "), subject];
    case "task_created":
      return [text("created "), subject, text(" "), value(event.title)];
    case "task_updated":
      return [text("changed "), ...fields(event.changes), text(" of "), subject];
    case "task_assigned":
      return assigned(event, subject);
    case "task_status_changed":
      return statusChanged(event, subject);
    case "task_reordered":
      return [text("moved "), subject, text(" within "), value(STATUS_LABEL[event.status])];
    case "task_unblocked":
      return [text("saw that "), subject, text(" waits for nothing any more")];
    case "parts_done":
      return [
        text("saw that "),
        subject,
        text(event.count === 1 ? " has its sub-task done" : ` has all ${event.count} sub-tasks done`),
      ];
    case "task_deleted":
      return [text("deleted "), subject, text(" "), value(event.title)];
    case "recurrence_created":
      return [text("set up the recurring task "), subject];
    case "recurrence_updated":
      return [text("changed "), ...fields(event.changes), text(" of the recurring task "), subject];
    case "recurrence_removed":
      return [text("removed the recurring task "), subject];
    case "recurrence_skipped":
      return [text("could not make the recurring task "), subject, text(": "), value(event.reason)];
    case "message_created":
      return [
        text(event.messageKind === "answer" ? "answered in " : "wrote in "),
        subject,
        text(": "),
        value(event.excerpt),
      ];
    case "message_edited":
      return [text("edited a message in "), subject];
    case "message_reacted":
      return [
        text(event.isAdded ? "reacted with " : "took back "),
        value(event.emoji),
        text(" to a message in "),
        subject,
      ];
    case "message_deleted":
      return [text("deleted a message in "), subject];
    case "document_created":
      return [text("wrote the document "), subject];
    case "document_updated":
      return [text("updated the document "), subject, text(" to version "), value(String(event.toVersion))];
    case "document_renamed":
      return [text("renamed the document "), value(event.from), text(" to "), subject];
    case "document_kind_changed":
      return [text("made the document "), subject, text(" a "), value(event.to)];
    case "document_moved":
      return [text("moved the document "), subject, text(" to "), value(event.to ?? "the top folder")];
    case "document_linked":
      return [text("linked the document "), subject, text(" to "), value(taskKey(event.taskNumber))];
    case "document_unlinked":
      return [text("took the document "), subject, text(" off "), value(taskKey(event.taskNumber))];
    case "document_version_restored":
      return [
        text("brought back version "),
        value(String(event.restored)),
        text(" of the document "),
        subject,
        text(` as version ${event.toVersion}`),
      ];
    case "document_trashed":
      return [text("put the document "), subject, text(" into the trash")];
    case "document_restored":
      return [text("took the document "), subject, text(" out of the trash")];
    case "document_deleted":
      return [text("deleted the document "), subject, text(" for good")];
    case "document_file_refused":
      return [text("refused the file "), subject, text(": "), value(event.reason)];
    case "document_commented":
      return [text("commented on the document "), subject, text(": "), value(event.excerpt)];
    case "document_comment_deleted":
      return [text("deleted a comment on the document "), subject];
    case "folder_created":
      return [text("created the folder "), subject];
    case "folder_renamed":
      return [text("renamed the folder "), value(event.from), text(" to "), subject];
    case "folder_moved":
      return [text("moved the folder "), subject, text(" to "), value(event.to ?? "the top folder")];
    case "folder_removed":
      return [text("removed the folder "), subject];
    case "standup_posted":
      return [
        text(event.isUpdate ? "brought the stand-up of " : "posted the stand-up of "),
        subject,
        text(event.isUpdate ? " up to date: " : ": "),
        value(standupSentence(event.counts, event.isCut) ?? "nothing to report"),
      ];
    case "run_succeeded":
      return [text("finished a turn on "), subject];
    case "run_failed":
      return [text("failed on "), subject, text(` (attempt ${event.attempt}): `), value(event.message)];
    case "run_dead_lettered":
      return [
        text("gave up on "),
        subject,
        text(` after ${event.attempts} attempts: `),
        value(event.message),
      ];
    case "run_timed_out":
      return [text("ran out of time on "), subject, text(": "), value(event.message)];
    case "run_cancelled":
      return [
        text(event.wasRunning ? "stopped a running turn on " : "cancelled a waiting turn on "),
        subject,
      ];
    case "run_cancel_requested":
      return [text("asked to stop the turn on "), subject];
    case "approval_requested":
      return [text("asked to use "), value(event.tool), text(" in "), subject];
    case "approval_decided":
      return [
        text(
          event.decision === "expired" ? "let the request lapse to use " : `${event.decision} the use of `,
        ),
        value(event.tool),
        text(" in "),
        subject,
        ...(event.reason ? [text(": "), value(event.reason)] : []),
      ];
    case "run_retried":
      return [text("started a new try on "), subject];
    case "loop_stopped":
      return [
        text("stopped a chain of agents on "),
        subject,
        text(` after ${event.hops} ${LOOP_UNIT[event.because ?? "hops"]}: `),
        value(event.chain),
      ];
    case "budget_set":
      return [text("set the budget of "), subject, text(": "), ...budgetChanges(event.changes)];
    case "budget_removed":
      return [text(`removed the budget per ${event.period} of `), subject];
    case "budget_stopped":
      return [text("stopped new turns of "), subject, text(": "), value(event.sentence)];
    case "budget_released":
      return [text(`let turns of `), subject, text(` start again: its budget per ${event.period} allows it`)];
    case "price_set":
      return [
        text(event.to === null ? "removed the price of " : "set the price of "),
        value(event.model),
        ...(event.to === null ? [] : [text(" to "), value(event.to)]),
      ];
    case "runtime_added":
      return [text("added the runtime "), subject];
    case "runtime_status_changed":
      return event.from === "none"
        ? [subject, text(" is "), value(event.to)]
        : [subject, text(" went from "), value(event.from), text(" to "), value(event.to)];
    case "runtime_enrolment_created":
      return [text("made a token with which the runtime "), subject, text(" can join")];
    case "runtime_enrolment_revoked":
      return [text("withdrew the token with which the runtime "), subject, text(" could join")];
    case "runtime_activated":
      return [
        text("gave the account's work to the runtime "),
        subject,
        ...(event.from === null ? [] : [text(" (was "), value(event.from), text(")")]),
      ];
    case "runtime_removed":
      return [text("removed the runtime "), subject];
    case "runtime_settings_changed":
      return [text("changed "), ...fields(event.changes), text(" of the runtime "), subject];
    case "runtime_command_requested":
      return [text("asked "), subject, text(" for: "), value(commandWords(event.command, event.version))];
    case "runtime_command_ended":
      return [
        subject,
        text(" ended: "),
        value(commandWords(event.command, event.version)),
        text(`, ${COMMAND_STATUS_LABEL[event.outcome].toLowerCase()}`),
        ...(event.reason === null ? [] : [text(": "), value(event.reason)]),
      ];
    case "runtime_alert_raised":
      return [text("raised an alert about "), subject, text(": "), value(ALERT_LABEL[event.alert])];
    case "runtime_alert_ended":
      return [text("ended the alert about "), subject, text(": "), value(ALERT_LABEL[event.alert])];
    case "rollout_started":
      return [
        text("planned the rollout "),
        subject,
        text(` over ${event.runtimes} runtimes: `),
        value(STRATEGY_LABEL[event.strategy]),
      ];
    case "rollout_changed":
      return [
        text("moved the rollout "),
        subject,
        text(" from "),
        value(ROLLOUT_STATUS_LABEL[event.from]),
        text(" to "),
        value(ROLLOUT_STATUS_LABEL[event.to]),
        ...(event.reason === null ? [] : [text(": "), value(event.reason)]),
      ];
    case "service_token_created":
      return [text("created the service token "), value(event.tokenName)];
    case "service_token_revoked":
      return [text("revoked the service token "), value(event.tokenName)];
    case "agent_token_created":
      return [text("created the token "), value(event.tokenName), text(" of "), subject];
    case "agent_token_revoked":
      return [text("revoked the token "), value(event.tokenName), text(" of "), subject];
    case "skill_created":
      return [text("added the skill "), subject];
    case "skill_updated":
      return [text("changed "), ...fields(event.changes), text(" of the skill "), subject];
    case "skill_enabled":
      return [text(event.isEnabled ? "turned on the skill " : "turned off the skill "), subject];
    case "skill_removed":
      return [text("removed the skill "), subject];
    case "webhook_created":
      return [text("added the webhook "), subject, text(" to "), value(event.host)];
    case "webhook_updated":
      return [text("changed "), ...fields(event.changes), text(" of the webhook "), subject];
    case "webhook_secret_changed":
      return [text("gave the webhook "), subject, text(" a new secret")];
    case "webhook_disabled":
      return [text("switched off the webhook "), subject, text(": "), value(event.reason)];
    case "webhook_removed":
      return [text("removed the webhook "), subject];
    case "incoming_webhook_created":
      return [text("added the incoming webhook "), subject];
    case "incoming_webhook_rotated":
      return [text("gave the incoming webhook "), subject, text(" a new address")];
    case "incoming_webhook_revoked":
      return [text("revoked the incoming webhook "), subject];
    case "push_device_added":
      return [text("switched on push on "), value(event.device)];
    case "push_device_removed":
      return [text("switched off push on "), value(event.device)];
    case "delivery_retried":
      return [text("sent again by "), value(CHANNEL_LABEL[event.channel]), text(", to "), subject];
    default:
      return assertNever(event);
  }
}

function commandWords(command: keyof typeof COMMAND_LABEL, version: string | null): string {
  return version === null ? COMMAND_LABEL[command] : `${COMMAND_LABEL[command]} to ${version}`;
}

const LOOP_UNIT = { hops: "hops", repeats: "repeats", wakes: "wakes" } as const;

function budgetChanges(changes: readonly FieldChange[]): SentencePart[] {
  return [value(changes.map(({ field, to }) => `${field} ${to ?? "no limit"}`).join(", "))];
}

function assigned(event: ActivityEvent & { type: "task_assigned" }, subject: SentencePart): SentencePart[] {
  const parts: SentencePart[] = [];
  if (event.added.length > 0) parts.push(text("assigned "), value(names(event.added)), text(" to "), subject);
  if (event.removed.length > 0) {
    if (parts.length > 0) parts.push(text(" and "));
    parts.push(text("unassigned "), value(names(event.removed)));
    if (event.added.length === 0) parts.push(text(" from "), subject);
  }
  return parts;
}

function statusChanged(
  event: ActivityEvent & { type: "task_status_changed" },
  subject: SentencePart,
): SentencePart[] {
  const parts = [
    text("moved "),
    subject,
    text(" from "),
    value(STATUS_LABEL[event.from]),
    text(" to "),
    value(STATUS_LABEL[event.to]),
  ];
  if (event.isAutomatic) parts.push(text(" (automatic)"));
  if (event.reason) parts.push(text(": "), value(event.reason));
  return parts;
}

function target({ target: { label, number } }: DescribableActivity): SentencePart {
  return { kind: "target", text: typeof number === "number" ? taskKey(number) : label };
}

function fields(changes: readonly FieldChange[]): SentencePart[] {
  return [value(changes.map((change) => change.field).join(", "))];
}

function names(list: readonly PersonOrAgent[]): string {
  return list.map((entry) => entry.name).join(", ");
}

function text(content: string): SentencePart {
  return { kind: "text", text: content };
}

function value(content: string): SentencePart {
  return { kind: "value", text: content };
}
