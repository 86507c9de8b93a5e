"use client";
import { useRef } from "react";
import { useAccount } from "@/components/account/use-account";
import type { ReplyTo } from "@/components/thread/draft";
import { TaskComposer } from "@/components/thread/TaskComposer";
import { TaskThread } from "@/components/thread/TaskThread";
import { useComposer } from "@/components/thread/use-composer";
import { useStickToBottom } from "@/components/thread/use-stick-to-bottom";
import { cn } from "@/lib/cn";
import { FoldedProperties } from "./FoldedProperties";
import { TaskLinks } from "./TaskLinks";
import { TaskProperties } from "./TaskProperties";
import { TaskTabs, useTaskTab } from "./TaskTabs";
import { TaskText } from "./TaskText";
import type { TaskDetail } from "./types";
import { useTaskCommands } from "./use-task";

/** Text, properties, links and the parts of a task; in the thread the composer stays in reach. */
export function TaskBody({
  task,
  layout,
  highlightId,
  runId = null,
}: {
  task: TaskDetail;
  layout: "sheet" | "page";
  highlightId: string | null;
  /** The turn that a link meant. */
  runId?: string | null;
}) {
  const { can } = useAccount();
  const commands = useTaskCommands(task);
  const composer = useComposer(task.taskId);
  const { scroller, content, hasNews, toBottom } = useStickToBottom();
  const [tab, setTab] = useTaskTab();
  const isThread = tab === "thread";
  const field = useRef<HTMLTextAreaElement>(null);
  const reply = (to: ReplyTo): void => {
    composer.setReplyTo(to);
    field.current?.focus();
  };
  const isReadOnly = !can("task.write") || task.status === "archived";
  const isPage = layout === "page";
  const properties = (
    <TaskProperties task={task} commands={commands} isReadOnly={isReadOnly} layout={layout} />
  );
  return (
    <div className={cn("flex min-h-0 flex-1", isPage && "lg:flex-row")}>
      <div className="relative flex min-w-0 flex-1 flex-col">
        <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
          <div
            ref={content}
            className={cn(
              "flex flex-col gap-4 px-4 py-4 max-md:px-3",
              isPage && "mx-auto w-full max-w-3xl lg:px-8 lg:py-6",
            )}
          >
            <TaskText task={task} commands={commands} isReadOnly={isReadOnly} />
            <div className={cn(isPage && "lg:hidden")}>
              <FoldedProperties task={task}>{properties}</FoldedProperties>
            </div>
            <TaskLinks task={task} isReadOnly={isReadOnly} />
            <TaskTabs
              task={task}
              tab={tab}
              onTab={setTab}
              thread={
                <TaskThread
                  taskId={task.taskId}
                  outgoing={composer.outgoing}
                  highlightId={highlightId}
                  runId={runId}
                  onReply={reply}
                />
              }
            />
          </div>
        </div>
        {hasNews && isThread ? (
          <button
            type="button"
            onClick={toBottom}
            className="absolute bottom-32 left-1/2 -translate-x-1/2 animate-arrive rounded-full border border-line bg-raised px-3 py-1 font-medium text-sm shadow-float"
          >
            New below ↓
          </button>
        ) : null}
        <div className={cn("shrink-0 border-line border-t", !isThread && "hidden")}>
          <div className={cn(isPage && "mx-auto w-full max-w-3xl lg:px-4")}>
            <TaskComposer
              composer={composer}
              isReadOnly={!can("message.write") || task.status === "archived"}
              isArchived={task.status === "archived"}
              onSend={toBottom}
              fieldRef={field}
            />
          </div>
        </div>
      </div>
      {isPage ? (
        <aside
          aria-label="Properties"
          className="hidden w-76 shrink-0 flex-col gap-5 overflow-y-auto border-line border-l px-4 py-5 lg:flex"
        >
          {properties}
        </aside>
      ) : null}
    </div>
  );
}
