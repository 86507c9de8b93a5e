"use client";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";
import { AssigneeStack } from "./AssigneeStack";
import { DueLabel } from "./DueLabel";
import { PriorityGlyph } from "./PriorityGlyph";
import { StatusGlyph } from "./StatusGlyph";
import type { TaskDetail } from "./types";

/** On a phone the properties are one line that unfolds, so that the thread begins on the first screen. */
export function FoldedProperties({ task, children }: { task: TaskDetail; children: ReactNode }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-11 w-full items-center gap-2.5 rounded-sm border border-line px-2.5 text-sm transition-colors hover:bg-hover sm:hidden"
      >
        <span className="sr-only">Properties:</span>
        <StatusGlyph status={task.status} />
        <span className="truncate">{STATUS_LABEL[task.status]}</span>
        <PriorityGlyph priority={task.priority} isLabelled className="size-3.5" />
        <AssigneeStack members={task.members} agents={task.agents} />
        {task.dueAt === null ? null : <DueLabel dueAt={task.dueAt} isDone={task.status === "done"} />}
        <ChevronDown
          aria-hidden
          className={cn("ml-auto size-4 shrink-0 text-ink-3 transition-transform", isOpen && "rotate-180")}
        />
      </button>
      <div id={id} className={cn("max-sm:pt-2", !isOpen && "max-sm:hidden")}>
        {children}
      </div>
    </div>
  );
}
