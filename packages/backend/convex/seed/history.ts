/** The figures of the month before the demo office was founded. Data alone; lib/seedHistory.ts writes it. */
import { applyDelta, type KeptMetrics, type MetricDelta } from "@mc/shared/analytics/metrics";
import { DAY_MS } from "@mc/shared/time/zone";

/** Days before the day of the founding; with it they are thirty. */
export const HISTORY_DAYS = 29;
/** What happens to a task comes one act after the other. */
export const ACTS_PER_TASK = 8;

/** When an act of the nth of so many tasks happened: the tasks of the story lie behind one another over all its days. */
export function storyTime(office: { foundedAt: number; tasks: number }, nth: number, act: number): number {
  const span = HISTORY_DAYS * DAY_MS;
  return Math.floor(office.foundedAt - span + ((nth + act / ACTS_PER_TASK) * span) / office.tasks);
}

/** How much is done on the days of a week, the last two being quiet. */
const BUSY = [4, 5, 3, 5, 4, 1, 0] as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const TOKENS_PER_TURN = { input: 1_800, output: 420 } as const;

/** The nth person of the office on a day so long ago: tasks for themselves and for agents, some finished, a few words. */
export function personsDay(daysAgo: number, nth: number): KeptMetrics {
  const work = amount(daysAgo, nth);
  const deltas: MetricDelta[] = [];
  for (let task = 0; task < work; task += 1) {
    deltas.push({ created: 2 }, { moved: "assigned" }, { moved: "assigned" });
    deltas.push({ moved: "in_progress" }, { messages: 2 });
    if (task % 2 === 0) deltas.push(...finished(daysAgo, nth));
  }
  return deltas.reduce<KeptMetrics>(applyDelta, {});
}

/** The nth agent: turns that were answered, now and then one that failed and was tried again. */
export function agentsDay(daysAgo: number, nth: number): KeptMetrics {
  const turns = 2 * amount(daysAgo, nth + 3);
  const tokens = TOKENS_PER_TURN.input + TOKENS_PER_TURN.output;
  const deltas: MetricDelta[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const responseMs = (2 + ((daysAgo + nth + turn) % 6)) * MINUTE_MS;
    deltas.push({ run: "succeeded", responseMs, tokens }, { messages: 1 });
    if (turn % 3 === 0) deltas.push({ moved: "review" });
    if (turn % 5 === 4) deltas.push(...finished(daysAgo, nth));
  }
  if ((daysAgo + nth) % 11 === 5) deltas.push({ retries: 1 }, { run: "dead_letter" });
  return deltas.reduce<KeptMetrics>(applyDelta, {});
}

/** Turns of an agent on such a day, as its figures count them. */
export function turnsOf({ runs }: KeptMetrics): number {
  return runs?.succeeded ?? 0;
}

function amount(daysAgo: number, nth: number): number {
  const busy = BUSY[daysAgo % BUSY.length] ?? 0;
  return Math.max(0, busy - ((daysAgo * 3 + nth * 5) % 4));
}

function finished(daysAgo: number, nth: number): MetricDelta[] {
  const cycleMs = (6 + ((daysAgo * 7 + nth * 11) % 60)) * HOUR_MS;
  return [{ moved: "done", completed: 1, cycleMs, cycles: 1 }];
}
