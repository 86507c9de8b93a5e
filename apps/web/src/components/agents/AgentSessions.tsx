"use client";
import type { api } from "@mc/backend/api";
import { RUN_STATUS_LABEL } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { compactCount, plural } from "@/lib/format";
import { taskHref } from "@/lib/task-href";
import { useAgentSessions } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

type Session = FunctionReturnType<typeof api.agents.sessions>["page"][number];

const STATE = {
  working: { label: "Working", says: "A turn is under way in it.", tone: "bg-health-online" },
  waiting: { label: "Waiting", says: "A turn waits for its start.", tone: "bg-health-provisioning" },
  open: {
    label: "Open",
    says: "The next turn on the task goes on in it.",
    tone: "border border-health-online",
  },
  ended: {
    label: "Ended",
    says: "The task is gone, or came back from the archive in a new one.",
    tone: "border border-line-strong",
  },
} as const;

/** The gateway's conversations of an agent: one per task, with what the runtime has told of their turns. */
export function AgentSessions({ agent }: { agent: AgentFull }) {
  const sessions = useAgentSessions(agent.agentId);
  if (sessions.status === "error") return <ErrorState error={sessions.error} />;
  if (sessions.status === "loading") return <ListSkeleton label="Loading the sessions" />;
  if (sessions.items.length === 0)
    return (
      <EmptyState title={`${agent.name} has no session yet`}>
        Assign a task or mention the agent in a thread: its first turn on a task opens one.
      </EmptyState>
    );
  return (
    <>
      <ul aria-label={`Sessions of ${agent.name}`} className="rounded-md border border-line bg-panel">
        {sessions.items.map((session) => (
          <SessionLine key={session.sessionKey} session={session} />
        ))}
      </ul>
      <LoadMore list={sessions} label="Show older sessions" />
    </>
  );
}

function SessionLine({ session }: { session: Session }) {
  const { lastTurn, generation } = session;
  const { label, says, tone } = STATE[session.state];
  return (
    <li className="flex flex-col gap-1 border-line border-b px-3 py-2 text-sm last:border-b-0">
      <div className="flex items-baseline gap-3">
        <span className="flex w-20 shrink-0 items-center max-sm:w-auto gap-1.5 text-ink-2" title={says}>
          <span aria-hidden className={cn("size-2 rounded-full", tone)} />
          {label}
        </span>
        <span className="min-w-0 flex-1 truncate">
          <SessionTask session={session} />
          {generation > 1 ? <span className="text-ink-3"> · session {generation} of the task</span> : null}
        </span>
        <RelativeTime at={lastTurn?.at ?? session.openedAt} className="shrink-0" />
      </div>
      <p className="flex flex-wrap gap-x-3 text-ink-3 text-xs tabular-nums md:pl-23">
        <span>
          {plural(session.turns, "turn")}
          {session.isCut ? " among the last 20 of the task" : ""}, {compactCount(session.tokens)} tokens
        </span>
        {lastTurn ? (
          <span>
            last turn {RUN_STATUS_LABEL[lastTurn.status].toLowerCase()}
            {lastTurn.given === null ? "" : `, ${compactCount(lastTurn.given)} tokens given to the model`}
            {lastTurn.model ? `, ${lastTurn.model}` : ""}
          </span>
        ) : null}
        <span className="figures min-w-0 basis-full truncate">{session.sessionKey}</span>
      </p>
    </li>
  );
}

function SessionTask({ session }: { session: Session }) {
  const { slug } = useAccount();
  const { task, lastTurn } = session;
  if (task === null) return <span className="text-ink-3">Deleted task</span>;
  if (task.isLeadChat) return <span>Chat of the squad lead</span>;
  return (
    <Link
      href={taskHref(slug, task.number, lastTurn ? { run: lastTurn.runId } : {})}
      className="underline-offset-2 hover:underline"
    >
      <span className="figures mr-1.5 text-ink-3 text-xs">{taskKey(task.number)}</span>
      {task.title}
    </Link>
  );
}
