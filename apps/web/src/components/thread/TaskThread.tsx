"use client";
import { excerpt } from "@mc/shared/message/limits";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { plainText } from "@/components/markdown/plain-text";
import type { TaskId } from "@/components/tasks/types";
import { useRoster } from "@/components/tasks/use-roster";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useConnection } from "@/lib/use-connection";
import type { Outgoing, ReplyTo } from "./draft";
import { OutgoingMessages } from "./OutgoingMessages";
import { ThreadLog } from "./ThreadLog";
import { ThreadView } from "./ThreadView";
import { useFindMessage, useThread } from "./use-thread";

export function TaskThread({
  taskId,
  outgoing,
  highlightId,
  runId = null,
  onReply = null,
  emptyText = "No messages yet. Write to the team, or mention an agent to wake it.",
  isFromEnd = false,
}: {
  taskId: TaskId;
  outgoing: readonly Outgoing[];
  highlightId: string | null;
  runId?: string | null;
  onReply?: ((replyTo: ReplyTo) => void) | null;
  emptyText?: string;
  /** It is shown from its end, as a chat is. */
  isFromEnd?: boolean;
}) {
  const { memberId, memberName, slug, can } = useAccount();
  const thread = useThread(taskId);
  const roster = useRoster();
  const { connection } = useConnection();
  const isReady = thread.status === "ready";
  const isFound = useFindMessage(thread, highlightId);
  useEffect(() => {
    const meant = highlightId ? `message-${highlightId}` : runId ? `run-${runId}` : null;
    if (isReady && isFound && meant) document.getElementById(meant)?.scrollIntoView({ block: "center" });
  }, [isReady, isFound, highlightId, runId]);

  if (thread.status === "error") return <ErrorState error={thread.error} />;
  const viewer = {
    memberId,
    name: memberName,
    accountSlug: slug,
    canWrite: can("task.write"),
    canDeleteAny: can("message.delete_any"),
    isConnected: connection === "connected",
  };
  // what one writes is seen before what others wrote has arrived
  if (thread.status === "loading") {
    return (
      <ThreadLog isWhole={false}>
        {connection === "offline" ? (
          <p className="pl-8.5 text-ink-3 text-sm">The thread is loaded when you are back online.</p>
        ) : (
          <Loading label="Loading the thread" className="flex flex-col gap-3">
            <Skeleton className="h-12 w-full" />
            <Skeleton className="h-20 w-full" />
          </Loading>
        )}
        <OutgoingMessages outgoing={outgoing} viewer={viewer} />
      </ThreadLog>
    );
  }
  return (
    <ThreadView
      thread={thread.data}
      outgoing={outgoing}
      highlightId={highlightId}
      runId={runId}
      emptyText={emptyText}
      isFromEnd={isFromEnd}
      onReply={
        onReply && can("message.write")
          ? ({ messageId, author, body }) =>
              onReply({ messageId, authorName: author.name, excerpt: excerpt(plainText(body)) })
          : null
      }
      handleOf={(id) =>
        roster.agents.find((agent) => agent.agentId === id)?.slug ??
        roster.people.find((person) => person.memberId === id)?.slug ??
        null
      }
      iconOf={(agentId) => roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null}
      viewer={viewer}
    />
  );
}
