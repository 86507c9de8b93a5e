/** How tasks hang together: parts of a bigger task, and tasks that wait for others. */
import type { Decided } from "../errors.ts";
import { taskKey } from "./limits.ts";
import type { TaskState, TaskStatus } from "./status.ts";

export const LINK_LIMITS = {
  subtasks: 100,
  /** Tasks that one task waits for. */
  blockers: 20,
  /** Tasks that wait for one task. */
  dependents: 100,
  /** Tasks looked at when a new link is checked for a circle. */
  graph: 500,
} as const;

/** Work that others no longer wait for. */
export function isSettled(status: TaskStatus): boolean {
  return status === "done" || status === "archived";
}

export type Progress = { total: number; done: number };

/** What one sub-task adds to its parent's progress; one that was archived unfinished no longer counts. */
export function shareOf(state: TaskState): Progress {
  if (state.status === "archived") {
    const wasDone = state.from === "done" ? 1 : 0;
    return { total: wasDone, done: wasDone };
  }
  return { total: 1, done: state.status === "done" ? 1 : 0 };
}

/** Progress after a sub-task changed; null stands for "not a part of it". */
export function updateProgress(
  progress: Progress,
  change: { from: TaskState | null; to: TaskState | null },
): Progress {
  const before = change.from ? shareOf(change.from) : { total: 0, done: 0 };
  const after = change.to ? shareOf(change.to) : { total: 0, done: 0 };
  return {
    total: Math.max(0, progress.total + after.total - before.total),
    done: Math.max(0, progress.done + after.done - before.done),
  };
}

/** Whether the last open sub-task of a task is settled by a change; one that never had an open one has no such moment. */
export function isLastPartDone(before: Progress, after: Progress): boolean {
  return before.done < before.total && after.total > 0 && after.done === after.total;
}

/** Why a task is waiting, for people; names are added as far as they are known. */
export function waitingSentence(numbers: readonly number[], count: number): string {
  if (numbers.length === 0) return count === 1 ? "another task" : `${count} other tasks`;
  const [last, ...others] = numbers.map(taskKey).reverse();
  return others.length === 0 ? `${last}` : `${others.reverse().join(", ")} and ${last}`;
}

/** Tasks and what each waits for, as far as they are loaded. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/**
 * Accepts that `taskId` waits for `blockerId`, unless the blocker already waits for the task, near or far.
 * The refusal carries the circle, so that the message can name it.
 */
export function findCircle(graph: Graph, link: { taskId: string; blockerId: string }): string[] | null {
  const paths: string[][] = [[link.blockerId]];
  const seen = new Set<string>([link.blockerId]);
  for (let path = paths.shift(); path; path = paths.shift()) {
    const last = path[path.length - 1] ?? link.blockerId;
    if (last === link.taskId) return [link.taskId, ...path];
    for (const next of graph.get(last) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return null;
}

export type ParentFacts = {
  taskId: string;
  /** Sub-tasks that the task itself has. */
  subtaskCount: number;
  parent: { taskId: string; number: number; isSubtask: boolean; subtaskCount: number };
};

/** One level only: a part is small enough to need no parts. */
export function decideParent({ taskId, subtaskCount, parent }: ParentFacts): Decided<null> {
  const refuse = (message: string): Decided<null> => ({
    ok: false,
    error: { code: "invalid", field: "parentId", message },
  });
  if (parent.taskId === taskId) return refuse("A task cannot be a part of itself.");
  if (parent.isSubtask) return refuse(`${taskKey(parent.number)} is itself a part of another task.`);
  if (subtaskCount > 0) return refuse("A task that has parts cannot become a part of another one.");
  if (parent.subtaskCount >= LINK_LIMITS.subtasks) {
    return refuse(`${taskKey(parent.number)} has ${LINK_LIMITS.subtasks} parts already.`);
  }
  return { ok: true, decision: null };
}
