/**
 * What turns used, as it is counted. An attempt may report several times (while it runs, at its end, once more after a
 * crash); reports only grow, so counting the same one twice changes nothing.
 */
import type { RunUsage } from "../delivery/run.ts";

/** Tokens that a provider worked on anew: in, out, and written to its cache. What it read from its cache is listed apart. */
export function tokensOf({
  input,
  output,
  cacheWrite,
}: Pick<RunUsage, "input" | "output" | "cacheWrite">): number {
  return input + output + cacheWrite;
}

export function isUsed({ input, output, cacheRead, cacheWrite, costUsd }: RunUsage): boolean {
  return input + output + cacheRead + cacheWrite > 0 || (costUsd ?? 0) > 0;
}

/** A later report of the same attempt: no figure falls, and a price that was known is not forgotten. */
export function mergeUsage(known: RunUsage, reported: RunUsage): RunUsage {
  const tokens = {
    input: Math.max(known.input, reported.input),
    output: Math.max(known.output, reported.output),
    cacheRead: Math.max(known.cacheRead, reported.cacheRead),
    cacheWrite: Math.max(known.cacheWrite, reported.cacheWrite),
  };
  if (reported.costUsd === null) return { ...tokens, costUsd: known.costUsd, basis: known.basis };
  const costUsd = Math.max(known.costUsd ?? 0, reported.costUsd);
  return { ...tokens, costUsd, basis: reported.basis };
}

/** Sums of a day or a month. What was billed, estimated and never priced is kept apart, always. */
export const USAGE_TOTAL_NAMES = [
  "turns",
  "input",
  "output",
  "cacheRead",
  "cacheWrite",
  "billedUsd",
  "estimatedUsd",
  "unpricedTurns",
  "unpricedTokens",
] as const;
export type UsageTotals = Record<(typeof USAGE_TOTAL_NAMES)[number], number>;

export const NO_USAGE_TOTALS: UsageTotals = {
  turns: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  billedUsd: 0,
  estimatedUsd: 0,
  unpricedTurns: 0,
  unpricedTokens: 0,
};

/** What one attempt adds. */
export function totalsOf({ costUsd, basis, ...tokens }: RunUsage): UsageTotals {
  const isPriced = costUsd !== null && basis !== "unknown";
  return {
    turns: 1,
    ...tokens,
    billedUsd: isPriced && basis === "billed" ? costUsd : 0,
    estimatedUsd: isPriced && basis === "estimated" ? costUsd : 0,
    unpricedTurns: isPriced ? 0 : 1,
    unpricedTokens: isPriced ? 0 : tokensOf(tokens),
  };
}

/** Sums after an attempt's contribution went from `before` (null for none yet) to `after`. */
export function replaceInTotals(
  totals: UsageTotals,
  { before, after }: { before: UsageTotals | null; after: UsageTotals },
): UsageTotals {
  const next = { ...totals };
  for (const name of USAGE_TOTAL_NAMES) {
    next[name] = Math.max(0, totals[name] + after[name] - (before?.[name] ?? 0));
  }
  return next;
}

/** Dollars that are known: billed and estimated. */
export function knownUsd({
  billedUsd,
  estimatedUsd,
}: Pick<UsageTotals, "billedUsd" | "estimatedUsd">): number {
  return billedUsd + estimatedUsd;
}

/** Of several attempts together; null for none. A cost that is unknown for one is unknown for all. */
export function sumUsage(all: readonly RunUsage[]): RunUsage | null {
  const [first] = all;
  if (!first) return null;
  const sum = (field: "input" | "output" | "cacheRead" | "cacheWrite") =>
    all.reduce((total, one) => total + one[field], 0);
  const isKnown = all.every(({ costUsd, basis }) => costUsd !== null && basis !== "unknown");
  return {
    input: sum("input"),
    output: sum("output"),
    cacheRead: sum("cacheRead"),
    cacheWrite: sum("cacheWrite"),
    costUsd: isKnown ? all.reduce((total, { costUsd }) => total + (costUsd ?? 0), 0) : null,
    basis: !isKnown ? "unknown" : all.every(({ basis }) => basis === "billed") ? "billed" : "estimated",
  };
}
