/** What keeps agents from starting turns although nothing is broken: used-up budgets and full hours. */
import type { Hold } from "@mc/shared/delivery/deadlines";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { budgetHoldOf, readBudgetHolds, requireRoom } from "./budgets";
import { listAgents } from "./roster";
import { turnRateHold } from "./turnRate";

type Agent = Doc<"agents">;

/** As people and the queue see it: kept by whoever spends, and by the clock when a period ends. */
export async function holdsOf(ctx: ReadCtx, agents: readonly Agent[]): Promise<Map<Id<"agents">, Hold>> {
  const budgets = await readBudgetHolds(ctx);
  const holds = new Map<Id<"agents">, Hold>();
  for (const agent of agents) {
    const hold = budgetHoldOf(budgets, agent._id) ?? (await turnRateHold(ctx, agent));
    if (hold) holds.set(agent._id, hold);
  }
  return holds;
}

export async function readReadiness(ctx: ReadCtx) {
  const agents = await listAgents(ctx);
  const holds = await holdsOf(ctx, agents);
  return agents.map((agent) => ({
    agentId: agent._id,
    isPaused: agent.isPaused,
    isExternal: agent.runsIn === "external",
    hold: holds.get(agent._id) ?? null,
  }));
}

/** Where a turn is about to start: decided anew from what was used up to now. */
export async function holdNow(ctx: WriteCtx, agent: Agent): Promise<Hold | null> {
  return (await requireRoom(ctx, agent._id)) ?? (await turnRateHold(ctx, agent));
}
