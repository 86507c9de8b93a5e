/** Who is upgraded and in which order, decided once before a rollout starts: the preview and the start ask the same function. */
import { compareVersions } from "../runtime/version.ts";
import type { Strategy } from "./strategy.ts";

export type Candidate = {
  key: string;
  isOnline: boolean;
  /** Online without anything degraded: a canary should have no illness of its own. */
  isWell: boolean;
  /** What it runs; null when it has never said. */
  version: string | null;
  /** Chosen by the operator to go first. */
  isCanary: boolean;
};

export type Batches = {
  /** Keys, batch by batch. */
  batches: string[][];
  skipped: { key: string; reason: string }[];
};

/** The order in which candidates are given makes no difference. */
export function planBatches(version: string, strategy: Strategy, candidates: readonly Candidate[]): Batches {
  const skipped: Batches["skipped"] = [];
  const taken: Candidate[] = [];
  for (const candidate of candidates.toSorted(byKey)) {
    const reason = whySkipped(version, candidate);
    if (reason === null) taken.push(candidate);
    else skipped.push({ key: candidate.key, reason });
  }
  return { batches: cut(strategy, inOrder(taken)), skipped };
}

/** Why a runtime is left alone whatever the strategy; null when it takes part. */
export function whySkipped(version: string, candidate: Pick<Candidate, "version">): string | null {
  if (candidate.version === null) return "It has not said which version it runs.";
  const order = compareVersions(candidate.version, version);
  if (order === 0) return `It runs ${version} already.`;
  return order > 0
    ? `It runs the newer ${candidate.version}; state of a newer version cannot be used.`
    : null;
}

/** Chosen canaries first, then those that are well; whoever is offline last, because it may be back by then. */
function inOrder(candidates: Candidate[]): Candidate[] {
  const rank = ({ isOnline, isWell, isCanary }: Candidate) =>
    isOnline ? (isCanary ? 0 : isWell ? 1 : 2) : 3;
  return candidates.toSorted((one, other) => rank(one) - rank(other) || byKey(one, other));
}

function cut(strategy: Strategy, ordered: Candidate[]): string[][] {
  const keys = ordered.map(({ key }) => key);
  if (keys.length === 0) return [];
  switch (strategy.kind) {
    case "immediate":
      return [keys];
    case "rolling":
      return slices(keys, batchSize(strategy.batchPercent, keys.length));
    case "canary": {
      const chosen = ordered.filter(({ isCanary, isOnline }) => isCanary && isOnline).length;
      const count = chosen > 0 ? chosen : Math.min(strategy.canaries, keys.length);
      const rest = keys.slice(count);
      return [keys.slice(0, count), ...slices(rest, batchSize(strategy.batchPercent, keys.length))];
    }
  }
}

function batchSize(percent: number, total: number): number {
  return Math.max(1, Math.floor((total * percent) / 100));
}

function slices(keys: string[], size: number): string[][] {
  const batches: string[][] = [];
  for (let from = 0; from < keys.length; from += size) batches.push(keys.slice(from, from + size));
  return batches;
}

function byKey(one: { key: string }, other: { key: string }): number {
  return one.key < other.key ? -1 : one.key > other.key ? 1 : 0;
}
