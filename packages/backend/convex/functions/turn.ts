/**
 * What the builders of runtimes and of agents outside the gateway hand over alike: an account opened for the system, and the
 * turn of an agent. Whoever calls was made out before, each builder in its own way.
 */
import { CAPABILITY_LABEL, type Capability } from "@mc/shared/agent/capabilities";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { type Audit, openJournal, settleJournal } from "./activity";
import { agentCaller, type Caller, type WriteCtx, writeAccount } from "./context";
import { forbidden } from "./errors";

export type AgentMutationCtx = WriteCtx & {
  caller: Caller & { kind: "agent" };
  agent: Doc<"agents">;
  run: Doc<"runs">;
  task: Doc<"tasks">;
  callId: string;
};

export const SYSTEM: Caller = { kind: "system" };

/** The customisation of a mutation that acts for the system in the account of `found`. */
export function openForSystem<Found extends { account: Doc<"accounts"> }>(
  ctx: MutationCtx,
  found: Found,
  audit: Audit,
) {
  const journal = openJournal(audit);
  const entry = { account: found.account, caller: SYSTEM, journal, cause: { kind: "request" } as const };
  return {
    ctx: { ...writeAccount(ctx, entry), ...found },
    args: {},
    onSuccess: () => settleJournal(journal),
  };
}

type Turn = Pick<AgentMutationCtx, "agent" | "run" | "task">;
type Opening = { turn: Turn; callId: string; capability: Capability | null; audit: Audit };

/** The same for a tool: the agent whose turn it is acts, with its own rights and its run as the cause. */
export function openTurn(
  ctx: MutationCtx,
  account: Doc<"accounts">,
  { turn, callId, capability, audit }: Opening,
) {
  const caller = agentCaller(account, turn);
  requireCapability(caller, capability);
  const journal = openJournal(audit);
  const cause = { kind: "run", runId: turn.run._id } as const;
  return {
    ctx: { ...writeAccount(ctx, { account, caller, journal, cause }), ...turn, caller, callId },
    args: {},
    onSuccess: () => settleJournal(journal),
  };
}

/** What a tool needs, checked wherever an agent calls it from. */
function requireCapability(caller: Caller & { kind: "agent" }, capability: Capability | null): void {
  if (capability === null || caller.capabilities[capability]) return;
  throw forbidden(`${caller.name} may not ${CAPABILITY_LABEL[capability]}. An admin can allow it.`);
}
