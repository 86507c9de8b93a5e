"use client";
import { useAccount } from "@/components/account/use-account";
import { FeedList } from "@/components/feed/FeedList";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import type { TaskDetail } from "./types";
import { useRoster } from "./use-roster";
import { useTaskActivity } from "./use-task";

/** Everything that happened to a task, newest first, with who did it. */
export function TaskActivity({ task }: { task: TaskDetail }) {
  const { slug } = useAccount();
  const list = useTaskActivity(task.taskId);
  const roster = useRoster();
  if (list.status === "loading") return <ListSkeleton label="Loading the activity" />;
  if (list.status === "error") return <ErrorState error={list.error} />;
  return (
    <>
      <FeedList
        activities={list.items}
        accountSlug={slug}
        iconOf={(agentId) => roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null}
      />
      <LoadMore list={list} label="Show older events" />
    </>
  );
}
