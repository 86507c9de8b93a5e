"use client";
import { useAccount } from "@/components/account/use-account";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { useRoster } from "@/components/tasks/use-roster";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useSetLead } from "./use-lead-composer";

/** Nobody leads: why that matters, and the choice for those who may make it. */
export function NoLead({ isShort = false }: { isShort?: boolean }) {
  const { slug, can } = useAccount();
  const { agents, isLoading } = useRoster();
  const { setLead, isBusy } = useSetLead();
  if (isShort)
    return (
      <p className="px-4 py-3 text-ink-2 text-sm">
        No agent is the squad lead now.{" "}
        {can("agent.manage") ? "Choose one on its page to go on." : "Ask an admin to choose one."}
      </p>
    );
  if (!can("agent.manage"))
    return (
      <EmptyState title="No agent is the squad lead">
        The squad lead sees every thread, hands out work and answers here. Ask an admin to choose one.
      </EmptyState>
    );
  if (!isLoading && agents.length === 0)
    return (
      <EmptyState
        title="There are no agents yet"
        action={
          <Button asChild variant="primary">
            <Link href={`/${slug}/agents`}>Add agents</Link>
          </Button>
        }
      >
        Add one and make it the squad lead; then you can ask it from every page.
      </EmptyState>
    );
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-4">
      <div>
        <p className="font-medium">Choose a squad lead</p>
        <p className="text-ink-2 text-sm">
          One agent may list, search and assign every task, and answers here. You can change it at any time.
        </p>
      </div>
      <ul className="flex flex-col">
        {agents.map((agent) => (
          <li
            key={agent.agentId}
            className="flex items-center gap-2.5 border-line border-b py-2 last:border-b-0"
          >
            <AgentAvatar name={agent.name} icon={agent.icon} />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-sm">{agent.name}</span>
              <span className="block truncate text-ink-3 text-xs">{agent.role}</span>
            </span>
            <Button
              size="sm"
              isBusy={isBusy}
              aria-label={`Make lead: ${agent.name}`}
              onClick={() => void setLead(agent.agentId)}
            >
              Make lead
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
