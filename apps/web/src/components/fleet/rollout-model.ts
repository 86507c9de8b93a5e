// A rollout as it is drawn. Pure.
import type { Strategy } from "@mc/shared/rollout/strategy";
import { plural } from "@/lib/format";

/** The runtimes that take part, batch by batch, in the order of their batches. */
export function batchesOf<Target extends { readonly batch: number }>(targets: readonly Target[]): Target[][] {
  const batches = new Map<number, Target[]>();
  for (const target of targets) {
    if (target.batch < 0) continue;
    batches.set(target.batch, [...(batches.get(target.batch) ?? []), target]);
  }
  return [...batches].toSorted(([one], [other]) => one - other).map(([, members]) => members);
}

/** What must hold before the next batch, in figures; null when nothing is asked. */
export function gateWords(strategy: Strategy): string[] | null {
  if (strategy.kind === "immediate") return null;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const { minReadiness, maxErrorRate, minDeliverySuccess } = strategy.gates;
  return [
    `ready ≥ ${percent(minReadiness)}`,
    `errors ≤ ${percent(maxErrorRate)}`,
    `delivered ≥ ${percent(minDeliverySuccess)}`,
  ];
}

/** How many stay as they are and why: the reason is a sentence about one of them, which begins with "It". */
export function leftAloneWords(count: number, reason: string): string {
  const because = reason.replace(/^It /, "it ");
  return `${plural(count, "runtime")} left alone, ${count === 1 ? "" : "each "}because ${because}`;
}

/** "22:00" ⇄ minutes after midnight; null for what is no time. */
export function minuteOf(time: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(time);
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2])];
  return match && hour < 24 && minute < 60 ? hour * 60 + minute : null;
}
