"use client";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { activityWords } from "@/components/tasks/activity-words";
import { Button } from "@/components/ui/button";
import { elapsed } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import type { LiveRun } from "./types";
import { useRunCommands } from "./use-run-commands";

/** An agent at work: elapsed time, what it does, the words as they come. */
export function LiveRunView({
  run,
  icon,
  accountSlug,
  canStop,
}: {
  run: LiveRun;
  icon: string | null;
  accountSlug: string;
  canStop: boolean;
}) {
  const now = useNow("second");
  const { cancel, isBusy } = useRunCommands();
  return (
    <article
      aria-label={`${run.agentName} is working`}
      aria-live="off"
      className="flex animate-arrive gap-2.5"
    >
      <span className="pt-0.5">
        <AgentAvatar name={run.agentName} icon={icon} />
      </span>
      <div className="min-w-0 flex-1 border-accent border-l-2 pl-3">
        <header className="flex min-h-7 items-center gap-2 text-sm">
          <span aria-hidden className="size-1.5 rounded-full bg-health-online" />
          <span className="font-semibold">{run.agentName}</span>
          <span className="figures text-ink-2">{now === 0 ? "" : elapsed(now - run.startedAt)}</span>
          <span className="min-w-0 flex-1 truncate text-ink-2">
            {run.text && !run.tool ? "writing" : activityWords(run.tool)}
          </span>
          {canStop ? (
            <Button size="sm" isBusy={isBusy} onClick={() => void cancel(run.runId)}>
              Stop turn
            </Button>
          ) : null}
        </header>
        {run.text ? (
          <div className="mt-1 text-ink-2">
            <LazyMarkdown source={run.text} accountSlug={accountSlug} />
          </div>
        ) : null}
      </div>
    </article>
  );
}
