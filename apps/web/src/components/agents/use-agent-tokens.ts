import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { AgentId } from "./use-agents";

export type AgentToken = FunctionReturnType<typeof api.agentTokens.list>[number];

/** Credentials of an agent outside the gateway; only for those who may manage them. */
export function useAgentTokens(agentId: AgentId, isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.agentTokens.list, isAllowed ? { accountId, agentId } : "skip");
}

export function useAgentTokenCommands(agentId: AgentId) {
  const { accountId } = useAccount();
  const create = useCommand(api.agentTokens.create, { refusalShownBy: "caller" });
  const revoke = useCommand(api.agentTokens.revoke);
  return {
    create: (name: string) => create.run({ accountId, agentId, name }),
    revoke: (tokenId: AgentToken["tokenId"]) => revoke.run({ accountId, tokenId }),
    isCreating: create.isBusy,
  };
}

/** Makes an agent outside the gateway and its first token, in this order. */
export function useConnectAgent() {
  const { accountId } = useAccount();
  const agent = useCommand(api.agents.create, { refusalShownBy: "caller" });
  const token = useCommand(api.agentTokens.create, { refusalShownBy: "caller" });
  return {
    createAgent: (form: { name: string; role: string; icon: string }) =>
      agent.run({ accountId, ...form, runsIn: "external" }),
    createToken: (agentId: AgentId, name: string) => token.run({ accountId, agentId, name }),
    isBusy: agent.isBusy || token.isBusy,
  };
}
