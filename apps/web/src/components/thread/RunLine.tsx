"use client";
import { RUN_STATUS_LABEL } from "@mc/shared/delivery/run";
import { ChevronRight, CircleCheck, CircleDashed, CircleX, Loader, type LucideIcon } from "lucide-react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { compactCount, elapsed, money, plural } from "@/lib/format";
import { RunDetails } from "./RunDetails";
import type { Run } from "./types";
import { useRunCommands } from "./use-thread";

const LOOK = {
  queued: [CircleDashed, "text-health-provisioning"],
  leased: [Loader, "text-health-provisioning"],
  accepted: [Loader, "text-health-provisioning"],
  running: [Loader, "text-health-online"],
  awaiting_approval: [CircleDashed, "text-health-degraded"],
  succeeded: [CircleCheck, "text-health-online"],
  failed: [CircleX, "text-health-offline"],
  cancelled: [CircleX, "text-health-provisioning"],
  timed_out: [CircleX, "text-health-offline"],
  dead_letter: [CircleX, "text-health-offline"],
} as const satisfies Record<Run["status"], readonly [LucideIcon, string]>;

/** One turn on one foldable line: what it did, with what, how long, how much. Why it does not get on, and what to do. */
export function RunLine({
  run,
  canAct,
  isOpen,
  onToggle,
}: {
  run: Run;
  canAct: boolean;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const [Icon, tone] = LOOK[run.status];
  const facts = runFacts(run);
  return (
    <div id={`run-${run.runId}`} className="pl-8.5">
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
        {run.why ? <Why run={run} canAct={canAct} /> : null}
        {isOpen ? <RunDetails run={run} /> : null}
      </div>
    </div>
  );
}

function runFacts(run: Run): string[] {
  const facts: string[] = [];
  if (run.startedAt !== null && run.endedAt !== null) facts.push(elapsed(run.endedAt - run.startedAt));
  if (run.tools.length > 0) facts.push(plural(run.tools.length, "tool"));
  if (run.usage) facts.push(`${compactCount(run.usage.input + run.usage.output)} tokens`);
  if (run.usage?.costUsd) facts.push(money(run.usage.costUsd));
  if (run.attempt > 1) facts.push(`attempt ${run.attempt}`);
  return facts;
}

function Why({ run, canAct }: { run: Run; canAct: boolean }) {
  const { retry, cancel, isBusy } = useRunCommands();
  if (!run.why) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-2.5 py-1.5 text-sm">
      <p className="min-w-0 flex-1 text-ink-2">{run.why.sentence}</p>
      {canAct ? (
        <div className="flex gap-1.5">
          {run.why.actions.includes("retry") ? (
            <Button size="sm" isBusy={isBusy} onClick={() => void retry(run.runId)}>
              Retry
            </Button>
          ) : null}
          {run.why.actions.includes("cancel") ? (
            <Button size="sm" isBusy={isBusy} onClick={() => void cancel(run.runId)}>
              Cancel turn
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
