/**
 * Tool calls that a person decides on. An agent's list of gated tools counts before the account's.
 *
 *   pending ─▶ approved ─▶ used (the call has its effect)
 *     ├─▶ refused | expired
 *     └─▶ withdrawn (the run ended)
 */
import type { ToolName } from "../tools/catalog.ts";

export const APPROVAL_STATUSES = ["pending", "approved", "used", "refused", "expired", "withdrawn"] as const;
/** Those that wait for nobody any more. */
export const DECIDED_APPROVAL_STATUSES = ["approved", "used", "refused", "expired", "withdrawn"] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** Long enough for the next working day after a weekend's start; then the agent goes on without. */
export const APPROVAL_VALID_FOR_MS = 24 * 60 * 60_000;

export type GatedTools = {
  agent: readonly ToolName[] | undefined;
  account: readonly ToolName[] | undefined;
};

export function needsApproval(tool: ToolName, gated: GatedTools): boolean {
  return gatedBy(tool, gated) !== null;
}

/** Whose list of gated tools makes the call ask; null when none does. */
export function gatedBy(tool: ToolName, { agent, account }: GatedTools): "agent" | "account" | null {
  if (agent !== undefined) return agent.includes(tool) ? "agent" : null;
  return account?.includes(tool) === true ? "account" : null;
}

/** What a call is told that meets an approval of its own run, tool and arguments. */
export type GateAnswer = { kind: "go" } | { kind: "wait" } | { kind: "stop"; sentence: string };

export function answerFor(status: ApprovalStatus, reason: string | null): GateAnswer {
  const because = reason ? ` ${reason}` : "";
  switch (status) {
    case "pending":
      return { kind: "wait" };
    case "approved":
      return { kind: "go" };
    case "refused":
      return { kind: "stop", sentence: `A person refused this.${because}` };
    case "expired":
      return { kind: "stop", sentence: "Nobody decided in time, so this was not done." };
    case "withdrawn":
    case "used":
      return { kind: "stop", sentence: "This request is over." };
  }
}
