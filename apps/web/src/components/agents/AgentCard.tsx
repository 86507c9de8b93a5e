"use client";
import { taskKey } from "@mc/shared/task/limits";
import { MoreHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { cn } from "@/lib/cn";
import { compactCount, elapsed } from "@/lib/format";
import { taskHref } from "@/lib/task-href";
import { useNow } from "@/lib/use-now";
import { AGENT_LOOK } from "./agent-look";
import type { RosterAgent } from "./use-agents";

const Menu = onDemand(() => import("./AgentMenuOpen").then((module) => module.AgentMenuOpen));

type Props = {
  agent: RosterAgent;
  accountSlug: string;
  canManage: boolean;
  onEdit: () => void;
  onSetPaused: (isPaused: boolean) => void;
  onRemove: () => void;
};

/** One agent in a glance: what it is doing, since when, on what. */
export function AgentCard({ agent, accountSlug, canManage, onEdit, onSetPaused, onRemove }: Props) {
  const look = AGENT_LOOK[agent.status];
  return (
    <li className="flex min-w-0 flex-col gap-2 rounded-md border border-line bg-panel p-3">
      <div className="flex items-start gap-2.5">
        <AgentAvatar name={agent.name} icon={agent.icon} size="lg" />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base leading-tight">
            <Link
              href={`/${accountSlug}/agents/${agent.slug}`}
              className="rounded-xs underline-offset-2 hover:underline"
            >
              {agent.name}
            </Link>
          </h2>
          <p className="truncate text-ink-3 text-sm">
            {agent.role} · <span className="figures text-xs">@{agent.slug}</span>
          </p>
        </div>
        {canManage ? (
          <AgentMenu agent={agent} onEdit={onEdit} onSetPaused={onSetPaused} onRemove={onRemove} />
        ) : null}
      </div>
      <p className="flex min-h-9 items-start gap-1.5 text-sm">
        <span aria-hidden className={cn("mt-1.5 size-2 shrink-0 rounded-full", look.tone)} />
        <span className="line-clamp-2 min-w-0 text-ink-2">
          <span className="font-medium text-ink">{stateWord(agent, look.label)}</span> ·{" "}
          <Doing agent={agent} accountSlug={accountSlug} />
        </span>
      </p>
      <dl className="mt-auto flex gap-5 border-line border-t pt-2 text-xs">
        <Figure name="Last seen">
          {agent.lastSeenAt === null ? (
            <span className="text-ink-2">never</span>
          ) : (
            <RelativeTime at={agent.lastSeenAt} className="text-ink-2" />
          )}
        </Figure>
        <Figure name="Tokens today">
          <span className="figures text-ink-2">{compactCount(agent.tokensToday)}</span>
        </Figure>
      </dl>
    </li>
  );
}

function stateWord({ isPaused, status, hold }: RosterAgent, word: string): string {
  if (status === "busy") return word;
  if (isPaused) return "paused";
  if (!hold || status === "offline") return word;
  return hold.kind === "rate" ? "full hour" : "over budget";
}

function Doing({ agent, accountSlug }: { agent: RosterAgent; accountSlug: string }) {
  const now = useNow("second");
  const { current } = agent;
  if (!current) return <>{agent.statusSentence}</>;
  return (
    <>
      <Link
        href={taskHref(accountSlug, current.taskNumber)}
        className="font-medium text-ink underline-offset-2 hover:underline"
      >
        <span className="figures mr-1 text-xs">{taskKey(current.taskNumber)}</span> {current.taskTitle}
      </Link>{" "}
      <span className="figures whitespace-nowrap text-xs">
        {now === 0 ? "" : elapsed(now - current.since)}
      </span>
    </>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-ink-3">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function AgentMenu(props: Pick<Props, "agent" | "onEdit" | "onSetPaused" | "onRemove">) {
  const trigger = (
    <Button
      variant="quiet"
      size="icon-sm"
      aria-label={`Actions for ${props.agent.name}`}
      className="-mt-1 -mr-1"
    >
      <MoreHorizontal aria-hidden />
    </Button>
  );
  return <Menu {...props} trigger={trigger} />;
}
