/**
 * What people and rollouts ask of a runtime, and how far it got.
 *
 *   requested ─▶ acknowledged ─▶ running ─▶ succeeded | failed | rolled_back
 *       └──────────────┴────────────┴─────▶ expired (nobody took it up or finished it in time, or it was withdrawn)
 *
 * The runtime moves it forward, naming the command's generation; each runtime counts its commands, and a word about
 * an older generation has no effect.
 */
import { assertNever } from "../assert.ts";

export const COMMAND_KINDS = [
  "restart_gateway",
  "restart_runtime",
  "upgrade",
  "roll_back",
  "collect_logs",
] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

export const COMMAND_STATUSES = [
  "requested",
  "acknowledged",
  "running",
  "succeeded",
  "failed",
  "rolled_back",
  "expired",
] as const;
export type CommandStatus = (typeof COMMAND_STATUSES)[number];

/** What a runtime may say about a command. */
export const REPORTED_COMMAND_STATUSES = [
  "acknowledged",
  "running",
  "succeeded",
  "failed",
  "rolled_back",
] as const;
export type ReportedCommandStatus = (typeof REPORTED_COMMAND_STATUSES)[number];

export const COMMAND_LABEL = {
  restart_gateway: "Restart gateway",
  restart_runtime: "Restart runtime",
  upgrade: "Upgrade",
  roll_back: "Roll back",
  collect_logs: "Collect logs",
} as const satisfies Record<CommandKind, string>;

export const COMMAND_STATUS_LABEL = {
  requested: "Requested",
  acknowledged: "Taken up",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  rolled_back: "Rolled back",
  expired: "Expired",
} as const satisfies Record<CommandStatus, string>;

const RANK = {
  requested: 0,
  acknowledged: 1,
  running: 2,
  succeeded: 3,
  failed: 3,
  rolled_back: 3,
  expired: 3,
} as const satisfies Record<CommandStatus, number>;

export function isCommandOver(status: CommandStatus): boolean {
  return RANK[status] === RANK.expired;
}

/** Reading logs changes nothing, so it goes beside another command; of the others a runtime has one at a time. */
export function isExclusive(kind: CommandKind): boolean {
  return kind !== "collect_logs";
}

export type CommandReportDecision =
  | { kind: "apply" }
  /** Said before: nothing changes, and the runtime may go on. */
  | { kind: "repeat" }
  /** Over, or not the runtime's any more: the runtime drops it. */
  | { kind: "lost" };

export function decideCommandReport(
  command: { status: CommandStatus; generation: number },
  report: { status: ReportedCommandStatus; generation: number },
): CommandReportDecision {
  if (report.generation !== command.generation) return { kind: "lost" };
  if (report.status === command.status) return { kind: "repeat" };
  if (isCommandOver(command.status)) return { kind: "lost" };
  return RANK[report.status] > RANK[command.status] ? { kind: "apply" } : { kind: "repeat" };
}

const MINUTE_MS = 60_000;
/** A runtime that is there takes a command up within seconds; one that restarts, within a few minutes. */
const TAKEN_UP_WITHIN_MS = 5 * MINUTE_MS;

/** Until when the phase must end; null when the command is over. */
export function commandDeadline(kind: CommandKind, status: CommandStatus, since: number): number | null {
  if (isCommandOver(status)) return null;
  return since + (status === "running" ? runsWithinMs(kind) : TAKEN_UP_WITHIN_MS);
}

function runsWithinMs(kind: CommandKind): number {
  switch (kind) {
    case "collect_logs":
      return 2 * MINUTE_MS;
    case "restart_gateway":
    case "restart_runtime":
      return 10 * MINUTE_MS;
    case "upgrade":
    case "roll_back":
      // A slow line needs minutes for the 650 MB of a version, and a gateway up to three to start.
      return 45 * MINUTE_MS;
    default:
      return assertNever(kind);
  }
}

export function expiryReason(status: CommandStatus): string {
  return status === "requested"
    ? "The runtime did not take it up in time. Check that it runs and reaches this server."
    : "The runtime did not finish it in time. Look at its logs.";
}
