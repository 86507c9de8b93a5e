"use client";
import { Bot } from "lucide-react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { EmptyState } from "@/components/ui/empty-state";
import { AgentRunLine } from "./AgentRunLine";
import { useAgentRuns } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

/** Every turn, newest first. */
export function AgentRuns({ agent }: { agent: AgentFull }) {
  const runs = useAgentRuns(agent.agentId);
  if (runs.status === "loading") return <ListSkeleton label="Loading the runs" />;
  if (runs.status === "error") return <ErrorState error={runs.error} />;
  if (runs.items.length === 0)
    return (
      <EmptyState title={`${agent.name} has not run yet`} icon={<Bot aria-hidden />}>
        A turn begins when the agent is assigned to a task or mentioned in a thread. It appears here with its
        tools, tokens and cost.
      </EmptyState>
    );
  return (
    <>
      <ul className="rounded-md border border-line bg-panel">
        {runs.items.map((run) => (
          <AgentRunLine key={run.runId} run={run} />
        ))}
      </ul>
      <LoadMore list={runs} label="Show older runs" />
    </>
  );
}
