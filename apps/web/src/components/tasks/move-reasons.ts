import type { Role } from "@mc/shared/account/roles";
import { STATUS_LABEL, type TaskStatus } from "@mc/shared/task/status";
import {
  allowedTargets,
  decideStatusChange,
  type StatusActor,
  TRANSITIONS,
} from "@mc/shared/task/transitions";
import type { TaskCard } from "./types";

/**
 * Where a task that is on its way to `to` may go on from there. The server says so with its answer, and whoever is quick
 * has chosen the next status before.
 */
export function allowedFrom(
  to: TaskStatus,
  task: Pick<TaskCard, "members" | "agents" | "openBlockerCount">,
  role: Role,
): TaskStatus[] {
  const assigneeCount = task.members.length + task.agents.length;
  return allowedTargets(
    { status: to, assigneeCount, openBlockerCount: task.openBlockerCount },
    { kind: "member", role },
  );
}

/** Why a card cannot go there, in the words of the one state machine; null when it can. */
export function whyNot(
  card: Pick<TaskCard, "status" | "allowed" | "members" | "agents" | "openBlockerCount">,
  to: TaskStatus,
  actor: StatusActor,
): string | null {
  if (to === card.status || card.allowed.includes(to)) return null;
  const assigneeCount = card.members.length + card.agents.length;
  const decided = decideStatusChange({
    status: card.status,
    assigneeCount,
    openBlockerCount: card.openBlockerCount,
    to,
    actor,
    reason: "reason",
    now: 0,
  });
  return decided.ok ? `${STATUS_LABEL[to]} is not open to this task now.` : decided.error.message;
}

/**
 * The same for a menu, where every status stands in a row: a step that the workflow never allows is simply not open;
 * only what a person can change (no assignee yet) is worth a line.
 */
export function noteFor(card: Parameters<typeof whyNot>[0], to: TaskStatus): string | null {
  const isStep = TRANSITIONS[card.status].some((target) => target === to);
  return isStep ? whyNot(card, to, { kind: "member", role: "member" }) : null;
}
