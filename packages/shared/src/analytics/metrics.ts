/** The figures of one day of an account, a person or an agent; adding days gives the figures of a range. */
import type { TaskStatus } from "../task/status.ts";

export const RUN_OUTCOMES = ["succeeded", "failed", "dead_letter", "timed_out", "cancelled"] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

export const METRIC_NAMES = [
  "created",
  "completed",
  "reopened",
  /** Milliseconds from first being in progress to done, and of how many tasks. */
  "cycleMs",
  "cycles",
  "messages",
  /** Attempts that failed and were tried again. */
  "retries",
  /** Milliseconds from hand-off to the end of the turn, of succeeded runs. */
  "responseMs",
  "tokens",
  "costUsd",
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

export type Metrics = Record<MetricName, number> & {
  /** Moves into each status. */
  moved: Record<TaskStatus, number>;
  runs: Record<RunOutcome, number>;
};

/** As rows keep them: what is nought may be missing, because the rows of today are read and written with every event. */
export type KeptMetrics = Partial<Record<MetricName, number>> & {
  moved?: Partial<Metrics["moved"]>;
  runs?: Partial<Metrics["runs"]>;
};

/** What one event adds. */
export type MetricDelta = Partial<Record<MetricName, number>> & {
  moved?: TaskStatus;
  run?: RunOutcome;
};

export const NO_METRICS: Metrics = {
  created: 0,
  completed: 0,
  reopened: 0,
  cycleMs: 0,
  cycles: 0,
  messages: 0,
  retries: 0,
  responseMs: 0,
  tokens: 0,
  costUsd: 0,
  moved: { inbox: 0, assigned: 0, in_progress: 0, review: 0, done: 0, blocked: 0, archived: 0 },
  runs: { succeeded: 0, failed: 0, dead_letter: 0, timed_out: 0, cancelled: 0 },
};

export function applyDelta(before: KeptMetrics, delta: MetricDelta): KeptMetrics {
  const next = { ...before };
  for (const name of METRIC_NAMES) {
    const added = delta[name];
    if (added) next[name] = (next[name] ?? 0) + added;
  }
  if (delta.moved) next.moved = { ...next.moved, [delta.moved]: (next.moved?.[delta.moved] ?? 0) + 1 };
  if (delta.run) next.runs = { ...next.runs, [delta.run]: (next.runs?.[delta.run] ?? 0) + 1 };
  return next;
}

/** Every figure, also those that are nought. */
export function sumMetrics(all: Iterable<KeptMetrics>): Metrics {
  const sum = { ...NO_METRICS, moved: { ...NO_METRICS.moved }, runs: { ...NO_METRICS.runs } };
  for (const one of all) {
    for (const name of METRIC_NAMES) sum[name] += one[name] ?? 0;
    addEach(sum.moved, one.moved);
    addEach(sum.runs, one.runs);
  }
  return sum;
}

/** The same figures without those that are nought. */
export function keptOf(metrics: KeptMetrics): KeptMetrics {
  const { moved = {}, runs = {}, ...counts } = metrics;
  const [keptMoved, keptRuns] = [withoutNoughts(moved), withoutNoughts(runs)];
  return {
    ...withoutNoughts(counts),
    ...(isEmpty(keptMoved) ? {} : { moved: keptMoved }),
    ...(isEmpty(keptRuns) ? {} : { runs: keptRuns }),
  };
}

export function isNothing(metrics: KeptMetrics): boolean {
  return isEmpty(keptOf(metrics));
}

/** What a change of status counts as; the cycle is that of a task that began at `startedAt`. */
export function statusDelta(change: {
  from: TaskStatus;
  to: TaskStatus;
  startedAt: number | null;
  now: number;
}): MetricDelta {
  const { from, to, startedAt, now } = change;
  if (to === "done") {
    const cycle = startedAt === null ? {} : { cycleMs: Math.max(0, now - startedAt), cycles: 1 };
    return { moved: to, completed: 1, ...cycle };
  }
  return from === "done" && to === "review" ? { moved: to, reopened: 1 } : { moved: to };
}

/** When work on a task began, after a change of status; reopening it begins anew. */
export function startAfter(change: {
  from: TaskStatus;
  to: TaskStatus;
  startedAt: number | null;
  now: number;
}): number | null {
  if (change.from === "done" && change.to === "review") return change.now;
  return change.to === "in_progress" ? (change.startedAt ?? change.now) : change.startedAt;
}

function addEach<Key extends string>(sum: Record<Key, number>, one: { [K in Key]?: number } = {}): void {
  for (const key of Object.keys(sum) as Key[]) sum[key] += one[key] ?? 0;
}

function withoutNoughts<Counts extends object>(counts: Counts): Partial<Counts> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<Counts>;
}

function isEmpty(counts: object): boolean {
  return Object.keys(counts).length === 0;
}
