/**
 * How far an installation is, for people who watch a first start. npm tells neither how much is left nor how long it takes, so
 * the figure is an estimate against what the pinned version needed when it was measured, and never reaches the end by itself.
 */
export type InstallStep = "waiting" | "downloading" | "checking" | "ready" | "failed";

export interface InstallProgress {
  readonly step: InstallStep;
  /** 0–100; never goes back within one installation. */
  readonly percent: number;
  readonly detail: string;
}

/** Requests that npm made and top-level packages it wrote for the pinned version on an empty cache. */
export const EXPECTED = { requests: 686, packages: 291 } as const;

export interface InstallCounts {
  readonly requests: number;
  readonly packages: number;
}

export function estimateDownload(counts: InstallCounts): number {
  const share = (done: number, expected: number) => Math.min(1, Math.max(0, done / expected));
  return Math.round(
    2 + 48 * share(counts.requests, EXPECTED.requests) + 43 * share(counts.packages, EXPECTED.packages),
  );
}
