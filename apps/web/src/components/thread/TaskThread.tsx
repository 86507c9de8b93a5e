"use client";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import type { TaskId } from "@/components/tasks/types";
import { useRoster } from "@/components/tasks/use-roster";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useConnection } from "@/lib/use-connection";
import type { Outgoing } from "./draft";
import { ThreadView } from "./ThreadView";
import { useThread } from "./use-thread";

export function TaskThread({
  taskId,
  outgoing,
  highlightId,
}: {
  taskId: TaskId;
  outgoing: readonly Outgoing[];
  highlightId: string | null;
}) {
  const { memberId, memberName, slug, can } = useAccount();
  const thread = useThread(taskId);
  const roster = useRoster();
  const { connection } = useConnection();
  const isReady = thread.status === "ready";
  useEffect(() => {
    if (isReady && highlightId)
      document.getElementById(`message-${highlightId}`)?.scrollIntoView({ block: "center" });
  }, [isReady, highlightId]);

  if (thread.status === "error") return <ErrorState error={thread.error} />;
  if (thread.status === "loading") {
    return (
      <Loading label="Loading the thread" className="flex flex-col gap-3">
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-20 w-full" />
      </Loading>
    );
  }
  return (
    <ThreadView
      thread={thread.data}
      outgoing={outgoing}
      highlightId={highlightId}
      handleOf={(id) =>
        roster.agents.find((agent) => agent.agentId === id)?.slug ??
        roster.people.find((person) => person.memberId === id)?.slug ??
        null
      }
      iconOf={(agentId) => roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null}
      viewer={{
        memberId,
        name: memberName,
        accountSlug: slug,
        canWrite: can("task.write"),
        canDeleteAny: can("message.delete_any"),
        isConnected: connection === "connected",
      }}
    />
  );
}
