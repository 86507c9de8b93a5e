"use client";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import type { Run } from "@/components/thread/types";
import { AgentRunLine } from "./AgentRunLine";
import { useAgentQueue } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

/** What runs, what waits and what was given up, so that nothing handed over is lost from sight. */
export function AgentQueue({ agent }: { agent: AgentFull }) {
  const queue = useAgentQueue(agent.agentId);
  if (queue.status === "loading") return <ListSkeleton label="Loading the queue" />;
  if (queue.status === "error") return <ErrorState error={queue.error} />;
  const { active, waiting, givenUp } = queue.data;
  return (
    <div className="flex flex-col gap-6">
      <Group
        title="Under way"
        runs={active}
        empty={agent.isPaused ? `${agent.name} is paused.` : "No turn runs now."}
      />
      <Group title="Waiting" runs={waiting} empty="Nothing waits to be delivered." />
      <Group title="Given up" runs={givenUp} empty="Nothing was given up." />
    </div>
  );
}

function Group({ title, runs, empty }: { title: string; runs: readonly Run[]; empty: string }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-1.5 flex items-baseline gap-2 font-semibold text-sm">
        {title} <span className="figures font-normal text-ink-3 text-xs">{runs.length}</span>
      </h2>
      {runs.length === 0 ? (
        <p className="text-ink-3 text-sm">{empty}</p>
      ) : (
        <ul className="rounded-md border border-line bg-panel">
          {runs.map((run) => (
            <AgentRunLine key={run.runId} run={run} />
          ))}
        </ul>
      )}
    </section>
  );
}
