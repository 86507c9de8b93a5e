"use client";
import { taskKey } from "@mc/shared/task/limits";
import type { RosterAgent } from "@/components/agents/use-agents";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Link } from "@/components/ui/link";
import { elapsed } from "@/lib/format";
import { taskHref } from "@/lib/task-href";
import { useNow } from "@/lib/use-now";

export function WorkingList({
  agents,
  total,
  accountSlug,
  hasWaiting,
}: {
  agents: readonly RosterAgent[];
  total: number;
  accountSlug: string;
  /** Something is handed over and has not begun. */
  hasWaiting: boolean;
}) {
  const now = useNow("second");
  if (agents.length === 0)
    return hasWaiting ? null : (
      <p className="py-2 text-ink-3 text-sm">
        {total === 0
          ? "There are no agents yet."
          : "No agent is working right now. Assign one to a task, or mention it in a thread."}
      </p>
    );
  return (
    <ul className="flex flex-col">
      {agents.map((agent) =>
        agent.current ? (
          <li key={agent.agentId}>
            <Link
              href={taskHref(accountSlug, agent.current.taskNumber)}
              className="-mx-2 flex items-center gap-2.5 rounded-sm px-2 py-2 transition-colors hover:bg-hover compact:py-1"
            >
              <AgentAvatar name={agent.name} icon={agent.icon} />
              <span className="shrink-0 font-medium text-sm">{agent.name}</span>
              <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(agent.current.taskNumber)}</span>
              <span className="min-w-0 flex-1 truncate text-ink-2 text-sm">{agent.current.taskTitle}</span>
              <span className="figures shrink-0 text-ink-2 text-xs">
                {now === 0 ? "" : elapsed(now - agent.current.since)}
              </span>
            </Link>
          </li>
        ) : null,
      )}
    </ul>
  );
}
