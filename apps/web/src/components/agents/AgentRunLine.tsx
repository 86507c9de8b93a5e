"use client";
import { RUN_STATUS_LABEL } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { RelativeTime } from "@/components/people/RelativeTime";
import { RunDetails } from "@/components/thread/RunDetails";
import { RunWhy } from "@/components/thread/RunWhy";
import { RUN_LOOK, runFacts } from "@/components/thread/run-look";
import type { Run } from "@/components/thread/types";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { taskHref } from "@/lib/task-href";

/** One turn of an agent: for which task, how it ended, with what; unfolds to everything it tells. */
export function AgentRunLine({ run }: { run: Run }) {
  const { slug, can } = useAccount();
  const [isOpen, setOpen] = useState(false);
  const [Icon, tone] = RUN_LOOK[run.status];
  const title = run.taskTitle ?? "Deleted task";
  return (
    <li className="border-line border-b last:border-b-0">
      <div className="flex items-center gap-2 py-1.5 pr-3 pl-1 text-sm">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={`Details of the turn on ${title}`}
          onClick={() => setOpen(!isOpen)}
          className="flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-3 transition-colors hover:bg-hover pointer-coarse:size-10"
        >
          <ChevronRight aria-hidden className={cn("size-3.5 transition-transform", isOpen && "rotate-90")} />
        </button>
        <span className="flex w-28 shrink-0 items-center gap-1.5 max-sm:w-auto">
          <Icon aria-hidden className={cn("size-3.5 shrink-0", tone)} strokeWidth={2.2} />
          <span className="text-ink-2 max-sm:sr-only">{RUN_STATUS_LABEL[run.status].toLowerCase()}</span>
        </span>
        <span className="flex min-w-0 flex-1 items-baseline gap-2">
          {run.taskNumber === null ? (
            <span className="truncate text-ink-3">{title}</span>
          ) : (
            <Link
              href={taskHref(slug, run.taskNumber, { run: run.runId })}
              className="min-w-0 truncate underline-offset-2 hover:underline"
            >
              <span className="figures inline-block min-w-11 text-ink-3 text-xs">
                {taskKey(run.taskNumber)}
              </span>{" "}
              {title}
            </Link>
          )}
        </span>
        <span className="figures shrink-0 text-ink-3 text-xs max-md:hidden">{runFacts(run).join(" · ")}</span>
        <RelativeTime
          at={run.endedAt ?? run.startedAt ?? run.queuedAt}
          className="w-20 shrink-0 text-right"
        />
      </div>
      <RunWhy run={run} canAct={can("task.write")} />
      {isOpen ? <RunDetails run={run} /> : null}
    </li>
  );
}
