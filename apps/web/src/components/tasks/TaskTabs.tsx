"use client";
import type { ReactNode } from "react";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { oneOfOr } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import type { TaskDetail } from "./types";

const TaskActivity = fetched(() => import("./TaskActivity").then((module) => module.TaskActivity), {
  whenLost: "in place",
});
const TaskTurns = fetched(() => import("./TaskTurns").then((module) => module.TaskTurns), {
  whenLost: "in place",
});
const TaskDocuments = fetched(
  () => import("@/components/docs/TaskDocuments").then((module) => module.TaskDocuments),
  { whenLost: "in place" },
);

const TABS = ["thread", "activity", "documents", "turns"] as const;
export type TaskTab = (typeof TABS)[number];
const PARAMS = { tab: oneOfOr(TABS, "thread") };

/** Which part of the task is shown; kept in the address. */
export function useTaskTab(): [TaskTab, (tab: TaskTab) => void] {
  const [{ tab }, setAddress] = useAddress(PARAMS);
  return [tab, (next) => setAddress({ tab: next })];
}

/** The thread, everything that happened, the documents and the turns of a task. */
export function TaskTabs(props: {
  task: TaskDetail;
  tab: TaskTab;
  onTab: (tab: TaskTab) => void;
  thread: ReactNode;
}) {
  const { task, tab, onTab, thread } = props;
  return (
    <Tabs
      value={tab}
      onValueChange={(value) => {
        const next = TABS.find((each) => each === value);
        if (next) onTab(next);
      }}
    >
      <TabsList aria-label="Parts of the task" className="fade-ends mb-4 overflow-x-auto">
        <Tab value="thread" label="Thread" count={task.messageCount} />
        <Tab value="activity" label="Activity" />
        <Tab value="documents" label="Documents" count={task.documentCount} />
        <Tab value="turns" label="Turns" />
      </TabsList>
      <TabsContent value="thread" className="outline-none">
        {thread}
      </TabsContent>
      <TabsContent value="activity" className="outline-none">
        <TaskActivity task={task} />
      </TabsContent>
      <TabsContent value="documents" className="outline-none">
        {task.documentCount === 0 ? (
          <p className="text-ink-3 text-sm">
            No documents yet. What agents write for this task appears here; <code>/doc title</code> in the
            thread writes one.
          </p>
        ) : null}
        <TaskDocuments taskId={task.taskId} />
      </TabsContent>
      <TabsContent value="turns" className="outline-none">
        <TaskTurns task={task} />
      </TabsContent>
    </Tabs>
  );
}

function Tab({ value, label, count = 0 }: { value: TaskTab; label: string; count?: number }) {
  return (
    <TabsTrigger value={value} className="shrink-0">
      {label}
      {count > 0 ? <span className="figures ml-1.5 text-ink-3 text-xs">{count}</span> : null}
    </TabsTrigger>
  );
}
