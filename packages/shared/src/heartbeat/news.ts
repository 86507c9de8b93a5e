/**
 * What a heartbeat comes to, decided from data: an agent is woken when something was said in one of its open tasks
 * that it has not seen and that no turn is going to show it anyway. No news, no model call.
 */
import { isSettled } from "../task/links.ts";
import type { TaskStatus } from "../task/status.ts";

export type BeatTask = {
  taskId: string;
  status: TaskStatus;
  openBlockerCount: number;
  /** A turn of this agent on the task is queued or running. */
  hasTurn: boolean;
  /** When the oldest message that the agent has not seen was written, its own left out; null for none. */
  unseenSince: number | null;
};

export type BeatFacts = {
  isPaused: boolean;
  isWorking: boolean;
  /** Why no turn may start: a used-up budget, a full hour. */
  hold: string | null;
  tasks: readonly BeatTask[];
};

export type BeatVerdict =
  | { kind: "quiet" }
  | { kind: "wake"; taskId: string }
  | { kind: "refuse"; reason: string };

/** The task whose news has waited longest; one turn per beat. */
export function decideBeat({ isPaused, isWorking, hold, tasks }: BeatFacts): BeatVerdict {
  if (isPaused) return { kind: "refuse", reason: "The agent is paused." };
  if (hold !== null) return { kind: "refuse", reason: hold };
  if (isWorking) return { kind: "refuse", reason: "The agent is at work." };
  let oldest: { taskId: string; since: number } | null = null;
  for (const task of tasks) {
    if (task.unseenSince === null || !isWaiting(task)) continue;
    if (!oldest || task.unseenSince < oldest.since) oldest = { taskId: task.taskId, since: task.unseenSince };
  }
  return oldest ? { kind: "wake", taskId: oldest.taskId } : { kind: "quiet" };
}

/** A blocked task waits for a person; review waits for a reviewer. */
function isWaiting({ status, openBlockerCount, hasTurn }: BeatTask): boolean {
  if (hasTurn || openBlockerCount > 0 || isSettled(status)) return false;
  return status === "assigned" || status === "in_progress" || status === "review";
}
