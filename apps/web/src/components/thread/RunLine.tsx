"use client";
import { RUN_STATUS_LABEL } from "@mc/shared/delivery/run";
import { ChevronRight } from "lucide-react";
import { RunApprovals } from "@/components/approvals/RunApprovals";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { cn } from "@/lib/cn";
import { RunDetails } from "./RunDetails";
import { RunWhy } from "./RunWhy";
import { RUN_LOOK, runFacts } from "./run-look";
import type { Run } from "./types";

/** One turn on one foldable line: what it did, with what, how long, how much. Why it does not get on, and what to do. */
export function RunLine({
  run,
  canAct,
  isOpen,
  onToggle,
  isIndented = true,
}: {
  run: Run;
  canAct: boolean;
  isOpen: boolean;
  onToggle: () => void;
  /** Under the names of the thread's authors. */
  isIndented?: boolean;
}) {
  const [Icon, tone] = RUN_LOOK[run.status];
  const facts = runFacts(run);
  return (
    <div id={`run-${run.runId}`} className={cn(isIndented && "pl-8.5")}>
      <div className="rounded-sm border border-line">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-left text-sm transition-colors hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-3.5 shrink-0 text-ink-3 transition-transform", isOpen && "rotate-90")}
          />
          <AgentAvatar name={run.agent.name} icon={run.agent.icon} size="xs" />
          <span className="shrink-0 font-medium">{run.agent.name}</span>
          <Icon aria-hidden className={cn("size-3.5 shrink-0", tone)} strokeWidth={2.2} />
          <span className="shrink-0 text-ink-2">{RUN_STATUS_LABEL[run.status].toLowerCase()}</span>
          <span className="figures min-w-0 truncate text-ink-3 text-xs">{facts.join(" · ")}</span>
        </button>
        {run.status === "awaiting_approval" ? <RunApprovals runId={run.runId} /> : null}
        <RunWhy run={run} canAct={canAct} />
        {isOpen ? <RunDetails run={run} /> : null}
      </div>
    </div>
  );
}
