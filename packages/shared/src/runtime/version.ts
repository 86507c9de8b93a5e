/** Versions of OpenClaw: year.month.number, with an optional pre-release part. */

/**
 * What the product is built and tested against. Releases come every few days and bump database schemas between
 * patch versions, so this is raised on purpose, together with a run of the gateway suite.
 */
export const OPENCLAW_VERSION = "2026.9.6";
/** Versions that the gateway suite was run against, newest first. */
export const TESTED_OPENCLAW_VERSIONS = ["2026.9.6", "2026.9.4"] as const;
/** A runtime below it is pointed out to people. */
export const MINIMUM_OPENCLAW_VERSION = "2026.9.4";

const SHAPE = /^(\d{4})\.(\d{1,2})\.(\d{1,4})(?:-([0-9A-Za-z][0-9A-Za-z.]{0,29}))?$/;

export function isVersion(text: string): boolean {
  return SHAPE.test(text);
}

/** Negative when `one` is older. A pre-release is older than its release; what is no version is older than all. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [SHAPE.exec(one), SHAPE.exec(other)];
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  for (const part of [1, 2, 3]) {
    const difference = Number(a[part]) - Number(b[part]);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(a[4], b[4]);
}

function comparePreReleases(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  const [left, right] = [one.split("."), other.split(".")];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = comparePart(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Numbers by their value and before words; what ends first is older. */
function comparePart(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one !== undefined) - Number(other !== undefined);
  const [a, b] = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (a && b) return Number(one) - Number(other);
  if (a !== b) return a ? -1 : 1;
  return one < other ? -1 : one > other ? 1 : 0;
}
