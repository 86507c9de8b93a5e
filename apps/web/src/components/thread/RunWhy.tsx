"use client";
import { Button } from "@/components/ui/button";
import type { Run } from "./types";
import { useRunCommands } from "./use-thread";

/** Why a turn does not get on, and what can be done about it. */
export function RunWhy({ run, canAct }: { run: Run; canAct: boolean }) {
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
