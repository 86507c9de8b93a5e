"use client";
import { taskKey } from "@mc/shared/task/limits";
import { MoreHorizontal, Pause, Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { compactCount, elapsed } from "@/lib/format";
import { taskHref } from "@/lib/task-href";
import { useNow } from "@/lib/use-now";
import { AGENT_LOOK } from "./agent-look";
import { type AgentFull, useAgentCommands } from "./use-agents";

const Menu = onDemand(() => import("./AgentMenuOpen").then((module) => module.AgentMenuOpen));
const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** Who it is, what it is doing in one sentence, and holding it back. */
export function AgentHeader({ agent, onEdit }: { agent: AgentFull; onEdit: () => void }) {
  const { can, slug } = useAccount();
  const router = useRouter();
  const commands = useAgentCommands();
  const [isRemoving, setRemoving] = useState(false);
  const setPaused = (isPaused: boolean): void => void commands.setPaused(agent.agentId, isPaused);
  const trigger = (
    <Button variant="quiet" size="icon" aria-label={`Actions for ${agent.name}`}>
      <MoreHorizontal aria-hidden />
    </Button>
  );
  return (
    <header className="flex flex-wrap items-start gap-x-3 gap-y-2 py-5">
      <AgentAvatar name={agent.name} icon={agent.icon} size="xl" />
      <div className="min-w-0 flex-1 basis-64">
        <h1 className="font-semibold text-xl">{agent.name}</h1>
        <p className="text-ink-2 text-sm">{agent.role}</p>
        <p className="mt-1.5 flex items-baseline gap-x-1.5 text-sm">
          <span aria-hidden className={cn("size-2 shrink-0 rounded-full", AGENT_LOOK[agent.status].tone)} />
          <StatusSentence agent={agent} accountSlug={slug} />
        </p>
        <p className="mt-1 flex flex-wrap gap-x-3 text-ink-3 text-xs">
          <span>
            Last seen{" "}
            {agent.lastSeenAt === null ? (
              "never"
            ) : (
              <RelativeTime at={agent.lastSeenAt} className="text-ink-3" />
            )}
          </span>
          <span>
            <span className="figures">{compactCount(agent.tokensToday)}</span> tokens today
          </span>
        </p>
      </div>
      {can("agent.manage") ? (
        <div className="flex items-center gap-1 max-sm:w-full max-sm:pl-13">
          <Button onClick={() => setPaused(!agent.isPaused)}>
            {agent.isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {agent.isPaused ? "Resume" : "Pause"}
          </Button>
          <Menu
            agent={agent}
            onEdit={onEdit}
            onSetPaused={setPaused}
            onRemove={() => setRemoving(true)}
            trigger={trigger}
          />
        </div>
      ) : null}
      {isRemoving ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${agent.name}?`}
          description="Its waiting turns are cancelled and it is taken off its tasks. What it wrote stays."
          confirmLabel="Remove agent"
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            const result = await commands.remove(agent.agentId);
            if (result.ok) router.push(`/${slug}/agents`);
          }}
        />
      ) : null}
    </header>
  );
}

function StatusSentence({ agent, accountSlug }: { agent: AgentFull; accountSlug: string }) {
  const now = useNow("second");
  const { current } = agent;
  if (!current) return <span className="text-ink-2">{agent.statusSentence}</span>;
  return (
    <span className="text-ink-2">
      Working on{" "}
      <Link
        href={taskHref(accountSlug, current.taskNumber)}
        className="font-medium text-ink underline-offset-2 hover:underline"
      >
        <span className="figures mr-1 text-xs">{taskKey(current.taskNumber)}</span> {current.taskTitle}
      </Link>{" "}
      for <span className="figures text-xs">{now === 0 ? "" : elapsed(now - current.since)}</span>
    </span>
  );
}
