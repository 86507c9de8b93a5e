import { api } from "@mc/backend/api";
import type { CapabilitySettings } from "@mc/shared/agent/capabilities";
import type { AgentSettings } from "@mc/shared/agent/settings";
import type { ToolName } from "@mc/shared/tools/catalog";
import { useAccount } from "@/components/account/use-account";
import { type Async, LOADING } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { type AgentFull, type AgentId, useAgent, useAgents } from "./use-agents";

const PAGE_SIZE = 30;
const SESSIONS_PAGE = 20;

/** The agent at an address, by handle or by id; null when the account has none. */
export function useAgentByHandle(handle: string): Async<AgentFull | null> {
  const roster = useAgents();
  const found =
    roster.status === "ready"
      ? roster.data.find((agent) => agent.slug === handle || agent.agentId === handle)
      : undefined;
  const agent = useAgent(found?.agentId ?? null);
  if (roster.status === "error") return roster;
  if (roster.status === "loading") return LOADING;
  return found ? agent : { status: "ready", data: null };
}

/** Every turn of an agent, newest first. */
export function useAgentRuns(agentId: AgentId) {
  const { accountId } = useAccount();
  return useLiveList(api.runs.listByAgent, { accountId, agentId }, PAGE_SIZE);
}

/** Its conversations at the gateway. */
export function useAgentSessions(agentId: AgentId) {
  const { accountId } = useAccount();
  return useLiveList(api.agents.sessions, { accountId, agentId }, SESSIONS_PAGE);
}

/** What an agent has before it. */
export function useAgentQueue(agentId: AgentId) {
  const { accountId } = useAccount();
  return useLive(api.runs.queueByAgent, { accountId, agentId });
}

export type FigureRange = "day" | "week" | "month";

/** The figures of every agent in a range, as the analytics keep them. */
export function useAgentFigures(range: FigureRange) {
  const { accountId } = useAccount();
  return useLive(api.analytics.overview, { accountId, range });
}

export type AgentChange = {
  readonly name?: string;
  readonly role?: string;
  readonly icon?: string;
  readonly soul?: string;
  readonly identity?: string;
  readonly model?: string | null;
  readonly capabilities?: CapabilitySettings;
  readonly settings?: Omit<AgentSettings, "model">;
  readonly requiresApprovalForActions?: ToolName[] | null;
};

/** Saves some fields of an agent; the form shows a refusal itself. */
export function useSaveAgent(agentId: AgentId) {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.agents.update, { refusalShownBy: "caller" });
  return { save: (change: AgentChange) => run({ accountId, agentId, ...change }), isBusy };
}
