/** What people read for the states of rollouts and of the runtimes in them. */
import type { RolloutStatus, TargetPhase } from "./plan.ts";

export const ROLLOUT_STATUS_LABEL = {
  scheduled: "Scheduled",
  running: "Running",
  paused: "Paused",
  halting: "Halting",
  rolling_back: "Rolling back",
  halted: "Halted",
  succeeded: "Succeeded",
  rolled_back: "Rolled back",
  failed: "Failed",
} as const satisfies Record<RolloutStatus, string>;

export const TARGET_PHASE_LABEL = {
  pending: "Waiting",
  upgrading: "Upgrading",
  succeeded: "Upgraded",
  failed: "Failed",
  rolling_back: "Going back",
  rolled_back: "Rolled back",
  skipped: "Skipped",
} as const satisfies Record<TargetPhase, string>;
