/**
 * The state machine of a task. The server applies what is decided here and the interface offers what is
 * allowed here; there is no second copy. Edit this file when the table of the workflow changes.
 *
 *   inbox ──▶ assigned ──▶ in_progress ──▶ review ──▶ done
 *     ▲          │  ▲           │  ▲          │         │
 *     └──────────┘  └─ blocked ◀┴──┼──────────┘         └─▶ review (reopen)
 *                        └─────────┘           every status ─▶ archived ─▶ inbox | assigned
 *
 * Invariants of every accepted change: inbox has no assignee; assigned and in_progress have one;
 * blocked has a reason; done and archived carry their time; in_progress waits for no open task.
 */
import { hasRole, type Role } from "../account/roles.ts";
import { assertNever } from "../assert.ts";
import type { Decided, ErrorData } from "../errors.ts";
import { waitingSentence } from "./links.ts";
import { STATUS_LABEL, TASK_STATUSES, type TaskState, type TaskStatus } from "./status.ts";

export const TRANSITIONS = {
  inbox: ["assigned", "in_progress", "archived"],
  assigned: ["inbox", "in_progress", "blocked", "archived"],
  in_progress: ["assigned", "review", "blocked", "archived"],
  review: ["in_progress", "done", "blocked", "archived"],
  done: ["review", "archived"],
  blocked: ["assigned", "in_progress", "archived"],
  archived: ["inbox", "assigned"],
} as const satisfies Record<TaskStatus, readonly TaskStatus[]>;

export const MAX_REASON_LENGTH = 1000;

/** Who asks. An agent's rights are its effective behaviour flags; the system does automatic steps. */
export type StatusActor =
  | { kind: "member"; role: Role }
  | { kind: "agent"; canModifyTaskStatus: boolean; canMarkDone: boolean }
  | { kind: "system" };

export type StatusChange = {
  status: TaskStatus;
  assigneeCount: number;
  to: TaskStatus;
  actor: StatusActor;
  /** Why; required for blocked. */
  reason?: string | undefined;
  /** Tasks that it waits for and that are not done; work on it does not start before. */
  openBlockerCount?: number | undefined;
  /** Their numbers, as far as the caller has read them, for the refusal. */
  openBlockers?: readonly number[] | undefined;
  now: number;
};

export type StatusDecision = { from: TaskStatus; to: TaskStatus; state: TaskState; reason: string | null };

const AGENT_TARGETS: readonly TaskStatus[] = ["in_progress", "review", "blocked", "done"];

/** Accepts or refuses one step; an accepted step carries the whole new state. */
export function decideStatusChange(change: StatusChange): Decided<StatusDecision> {
  const refusal = refuseStatusChange(change);
  if (refusal) return { ok: false, error: refusal };
  const reason = change.reason?.trim() || null;
  return {
    ok: true,
    decision: { from: change.status, to: change.to, state: enterState(change, reason ?? ""), reason },
  };
}

/** Statuses that the actor may choose now. Blocked is offered although its reason is still to be given. */
export function allowedTargets(
  task: { status: TaskStatus; assigneeCount: number; openBlockerCount?: number | undefined },
  actor: StatusActor,
): TaskStatus[] {
  const steps: readonly TaskStatus[] = TRANSITIONS[task.status];
  return TASK_STATUSES.filter(
    (to) => steps.includes(to) && !refuseStatusChange({ ...task, to, actor, reason: "reason", now: 0 }),
  );
}

/**
 * The shortest legal way from one status to another without the endpoints' own data, excluding the start;
 * null when there is none. Used where one act implies several audited steps.
 */
export function planPath(from: TaskStatus, to: TaskStatus): TaskStatus[] | null {
  const paths: TaskStatus[][] = [[from]];
  const seen = new Set<TaskStatus>([from]);
  for (let path = paths.shift(); path; path = paths.shift()) {
    const last = path[path.length - 1] ?? from;
    if (last === to) return path.slice(1);
    for (const next of TRANSITIONS[last]) {
      // Going through the archive would close the task's sessions on the way.
      if (seen.has(next) || (next === "archived" && to !== "archived")) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return null;
}

/** Steps that follow by themselves from a new number of assignees. */
export function planAutomaticSteps(status: TaskStatus, assigneeCount: number): TaskStatus[] {
  if (assigneeCount > 0 && status === "inbox") return ["assigned"];
  if (assigneeCount === 0 && (status === "assigned" || status === "in_progress")) {
    return planPath(status, "inbox") ?? [];
  }
  return [];
}

/** The status into which an archived task returns. */
export function restoreTarget(assigneeCount: number): TaskStatus {
  return assigneeCount > 0 ? "assigned" : "inbox";
}

function refuseStatusChange(change: StatusChange): ErrorData | null {
  const { status, to, actor } = change;
  if (status === to) {
    return { code: "conflict", message: `The task is already ${nameOf(to)}.`, current: status };
  }
  return refuseActor(actor, status, to) ?? refuseStep(status, to) ?? refuseInvariant(change);
}

function refuseStep(from: TaskStatus, to: TaskStatus): ErrorData | null {
  const targets: readonly TaskStatus[] = TRANSITIONS[from];
  if (targets.includes(to)) return null;
  const options = targets.map(nameOf).join(", ");
  return {
    code: "invalid",
    field: "to",
    message: `From ${nameOf(from)} a task cannot go to ${nameOf(to)}. It can go to: ${options}.`,
  };
}

function refuseActor(actor: StatusActor, from: TaskStatus, to: TaskStatus): ErrorData | null {
  switch (actor.kind) {
    case "system":
      return null;
    case "member":
      if (hasRole(actor.role, "member")) return null;
      return {
        code: "forbidden",
        message: "Viewers can read tasks. Ask an admin for the member role to move them.",
      };
    case "agent":
      return refuseAgent(actor, from, to);
    default:
      return assertNever(actor);
  }
}

function refuseAgent(
  actor: { canModifyTaskStatus: boolean; canMarkDone: boolean },
  from: TaskStatus,
  to: TaskStatus,
): ErrorData | null {
  if (!actor.canModifyTaskStatus) {
    return { code: "forbidden", message: "This agent may not change the status of tasks." };
  }
  if (!AGENT_TARGETS.includes(to)) {
    return {
      code: "forbidden",
      message: `An agent may not set a task to ${nameOf(to)}; a person does that.`,
    };
  }
  if (from === "archived" || from === "done") {
    return { code: "forbidden", message: `A task that is ${nameOf(from)} is reopened by a person.` };
  }
  if (to === "done" && (!actor.canMarkDone || from !== "review")) {
    return {
      code: "forbidden",
      message: "An agent finishes work by setting it to review; a person or a reviewer marks it done.",
    };
  }
  return null;
}

function refuseInvariant(change: StatusChange): ErrorData | null {
  const { to, assigneeCount, reason, openBlockerCount = 0 } = change;
  if ((to === "assigned" || to === "in_progress") && assigneeCount === 0) {
    return {
      code: "invalid",
      field: "assignees",
      message: "Assign someone first: nobody is on this task.",
    };
  }
  if (to === "in_progress" && openBlockerCount > 0) {
    const waitsFor = waitingSentence(change.openBlockers ?? [], openBlockerCount);
    return { code: "invalid", field: "blockers", message: `This task waits for ${waitsFor} to be done.` };
  }
  if (to === "inbox" && assigneeCount > 0) {
    return {
      code: "invalid",
      field: "assignees",
      message: "Remove the assignees and the task returns to the inbox by itself.",
    };
  }
  if (to === "blocked" && !reason?.trim()) {
    return { code: "invalid", field: "reason", message: "Say what blocks the task." };
  }
  if (reason && reason.length > MAX_REASON_LENGTH) {
    return {
      code: "too_large",
      message: `A reason has at most ${MAX_REASON_LENGTH} characters.`,
      limit: MAX_REASON_LENGTH,
    };
  }
  return null;
}

function enterState({ status, to, now }: StatusChange, reason: string): TaskState {
  switch (to) {
    case "blocked":
      return { status: to, reason, since: now };
    case "done":
      return { status: to, at: now };
    case "archived":
      return { status: to, at: now, from: status };
    case "inbox":
    case "assigned":
    case "in_progress":
    case "review":
      return { status: to };
    default:
      return assertNever(to);
  }
}

function nameOf(status: TaskStatus): string {
  return STATUS_LABEL[status].toLowerCase();
}
