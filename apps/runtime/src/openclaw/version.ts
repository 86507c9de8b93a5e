/**
 * The OpenClaw that this runtime is built and tested against. Releases come every few days and bump database schemas between
 * patch versions, so it is pinned and raised on purpose, together with a run of the gateway suite.
 */
export const OPENCLAW_VERSION = "2026.9.6";

/** Versions that the gateway suite was run against. `MC_OPENCLAW_VERSION` chooses another one, which is then said to be untested. */
export const OPENCLAW_TESTED_VERSIONS = ["2026.9.6", "2026.9.4"] as const;
