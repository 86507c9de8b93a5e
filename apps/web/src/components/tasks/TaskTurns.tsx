"use client";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { RunLine } from "@/components/thread/RunLine";
import type { TaskDetail } from "./types";
import { useTaskTurns } from "./use-task";

/** Every turn of an agent on the task, newest first; each unfolds to its transcript. */
export function TaskTurns({ task }: { task: TaskDetail }) {
  const { can } = useAccount();
  const turns = useTaskTurns(task.taskId);
  const [openId, setOpenId] = useState<string | null>(null);
  if (turns.status === "loading") return <ListSkeleton label="Loading the turns" />;
  if (turns.status === "error") return <ErrorState error={turns.error} />;
  if (turns.data.length === 0)
    return (
      <p className="text-ink-3 text-sm">
        No agent has had a turn on this task. Assign one, or mention it in the thread.
      </p>
    );
  return (
    <div className="flex flex-col gap-2">
      {turns.data.map((run) => (
        <RunLine
          key={run.runId}
          run={run}
          canAct={can("task.write")}
          isIndented={false}
          isOpen={openId === run.runId}
          onToggle={() => setOpenId(openId === run.runId ? null : run.runId)}
        />
      ))}
    </div>
  );
}
