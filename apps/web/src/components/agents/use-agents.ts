import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type RosterAgent = FunctionReturnType<typeof api.agents.list>[number];
export type AgentId = RosterAgent["agentId"];
export type AgentFull = FunctionReturnType<typeof api.agents.get>;

export type AgentForm = {
  readonly name: string;
  readonly role: string;
  readonly icon: string;
  readonly model: string;
  readonly soul: string;
  readonly identity: string;
};

/** The roster, live. */
export function useAgents() {
  const { accountId } = useAccount();
  return useLive(api.agents.list, { accountId });
}

export function useAgent(agentId: AgentId | null) {
  const { accountId } = useAccount();
  return useLive(api.agents.get, agentId ? { accountId, agentId } : "skip");
}

export function useAgentCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.agents.create, { refusalShownBy: "caller" });
  const update = useCommand(api.agents.update, { refusalShownBy: "caller" });
  const setPaused = useCommand(api.agents.setPaused);
  const remove = useCommand(api.agents.remove);
  const addDemoTeam = useCommand(api.agents.addDemoTeam);
  return {
    create: ({ model, ...form }: AgentForm) =>
      create.run({ accountId, ...form, ...(model.trim() ? { model: model.trim() } : {}) }),
    update: (agentId: AgentId, { model, ...form }: AgentForm) =>
      update.run({ accountId, agentId, ...form, model: model.trim() || null }),
    setPaused: (agentId: AgentId, isPaused: boolean) => setPaused.run({ accountId, agentId, isPaused }),
    remove: (agentId: AgentId) => remove.run({ accountId, agentId }),
    addDemoTeam: () => addDemoTeam.run({ accountId }),
    isSaving: create.isBusy || update.isBusy,
    isAddingTeam: addDemoTeam.isBusy,
  };
}
export type AgentCommands = ReturnType<typeof useAgentCommands>;
