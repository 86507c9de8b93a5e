/**
 * The daily stand-up, made from what happened since the last one and from the tasks as they are: what got done,
 * what is in progress, what is blocked and why, what waits for a review, and what people decided.
 */
import type { ActivityEvent } from "../activity/types.ts";
import { taskKey } from "../task/limits.ts";

export const STANDUP_SECTIONS = ["done", "inProgress", "blocked", "review", "decisions"] as const;
export type StandupSection = (typeof STANDUP_SECTIONS)[number];

/** Lines of one section; the counts say how many there are in all. */
export const MAX_STANDUP_LINES = 30;

export type StandupFact = {
  activityId: string;
  at: number;
  actor: { kind: "member" | "agent" | "system"; name: string };
  event: ActivityEvent;
  task: { taskId: string; number: number; title: string } | null;
};

export type StandupTask = {
  taskId: string;
  number: number;
  title: string;
  status: "in_progress" | "review" | "blocked";
  /** Why it is blocked. */
  reason: string | null;
  assignees: readonly string[];
};

export type StandupLine = {
  /** "MC-4 Write the plan" */
  text: string;
  /** The reason, the assignees or what was decided. */
  detail: string | null;
  taskId: string | null;
  taskNumber: number | null;
  /** The event that led to it, when it is among the facts. */
  activityId: string | null;
};

export type Standup = {
  sections: Record<StandupSection, StandupLine[]>;
  counts: Record<StandupSection, number>;
};

/** How many tasks there are in each of the statuses that are listed; the list itself may be a part of them. */
export type StandupTotals = Readonly<Record<StandupTask["status"], number>>;

export function composeStandup(
  facts: readonly StandupFact[],
  tasks: readonly StandupTask[],
  inAll?: StandupTotals,
): Standup {
  const newestFirst = facts.toSorted(
    (one, other) => other.at - one.at || (one.activityId < other.activityId ? 1 : -1),
  );
  const lastMoves = lastMoveOfEach(newestFirst);
  const linesOf = (status: StandupTask["status"]) =>
    tasks.filter((task) => task.status === status).map((task) => taskLine(task, lastMoves.get(task.taskId)));
  const all: Record<StandupSection, StandupLine[]> = {
    done: [...lastMoves.values()].flatMap(doneLine),
    inProgress: linesOf("in_progress"),
    blocked: linesOf("blocked"),
    review: linesOf("review"),
    decisions: newestFirst.flatMap(decisionLine),
  };
  const sections = { ...all };
  const counts = { done: 0, inProgress: 0, blocked: 0, review: 0, decisions: 0 };
  const totals: { readonly [Section in StandupSection]?: number | undefined } = {
    inProgress: inAll?.in_progress,
    blocked: inAll?.blocked,
    review: inAll?.review,
  };
  for (const section of STANDUP_SECTIONS) {
    counts[section] = Math.max(all[section].length, totals[section] ?? 0);
    sections[section] = all[section].slice(0, MAX_STANDUP_LINES);
  }
  return { sections, counts };
}

/** "3 done, 1 blocked"; null when there is nothing to say. `isCut` says that it looked at a part of what happened. */
export function standupSentence(counts: Record<StandupSection, number>, isCut = false): string | null {
  const words = {
    done: "done",
    inProgress: "in progress",
    blocked: "blocked",
    review: "to review",
    decisions: "decided",
  } as const satisfies Record<StandupSection, string>;
  const parts = STANDUP_SECTIONS.filter((section) => counts[section] > 0).map(
    (section) => `${counts[section]} ${words[section]}`,
  );
  const rest = isCut ? ["more happened than fits"] : [];
  return [...(parts.length === 0 ? [] : [parts.join(", ")]), ...rest].join("; ") || null;
}

/** A task that was reopened meanwhile is not done: its last move decides. */
function lastMoveOfEach(newestFirst: readonly StandupFact[]): Map<string, StandupFact> {
  const moves = new Map<string, StandupFact>();
  for (const fact of newestFirst) {
    if (fact.event.type !== "task_status_changed" || !fact.task) continue;
    // Tidying up a finished task does not make it unfinished.
    if (fact.event.to === "archived" && fact.event.from === "done") continue;
    if (!moves.has(fact.task.taskId)) moves.set(fact.task.taskId, fact);
  }
  return moves;
}

function doneLine(fact: StandupFact): StandupLine[] {
  if (fact.event.type !== "task_status_changed" || fact.event.to !== "done") return [];
  return [factLine(fact, `by ${fact.actor.name}`)];
}

function taskLine(task: StandupTask, move: StandupFact | undefined): StandupLine {
  const who = task.assignees.join(", ") || null;
  return {
    text: `${taskKey(task.number)} ${task.title}`,
    detail: task.status === "blocked" ? task.reason : who,
    taskId: task.taskId,
    taskNumber: task.number,
    activityId: move?.activityId ?? null,
  };
}

/** What a person settled; agents propose, people decide. */
function decisionLine(fact: StandupFact): StandupLine[] {
  if (fact.actor.kind !== "member") return [];
  const { name } = fact.actor;
  if (fact.event.type === "approval_decided") {
    const { decision, tool, reason } = fact.event;
    if (decision === "expired") return [];
    return [factLine(fact, `${name} ${decision} the use of ${tool}${reason ? `: ${reason}` : ""}`)];
  }
  if (fact.event.type !== "task_status_changed") return [];
  const { from, to } = fact.event;
  if (from === "review" && to === "done") return [factLine(fact, `${name} accepted it`)];
  if (from === "review" && to === "in_progress") return [factLine(fact, `${name} sent it back`)];
  if (from === "done" && to === "review") return [factLine(fact, `${name} reopened it`)];
  if (to === "archived" && from !== "done") return [factLine(fact, `${name} dropped it`)];
  return [];
}

function factLine({ activityId, task }: StandupFact, detail: string): StandupLine {
  return {
    text: task ? `${taskKey(task.number)} ${task.title}` : detail,
    detail,
    taskId: task?.taskId ?? null,
    taskNumber: task?.number ?? null,
    activityId,
  };
}
