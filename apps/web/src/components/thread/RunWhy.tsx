"use client";
import { whyStuck } from "@mc/shared/delivery/deadlines";
import { useAccount } from "@/components/account/use-account";
import { useRuntime } from "@/components/frame/use-frame";
import { dataOf } from "@/lib/async";
import { useNow } from "@/lib/use-now";
import { RunActions } from "./RunActions";
import type { Run } from "./types";

/** Why a turn does not get on, and what can be done about it. Kept true as time passes, not only when the run changes. */
export function RunWhy({ run, canAct }: { run: Run; canAct: boolean }) {
  const account = useAccount();
  const runtime = dataOf(useRuntime(account));
  const now = useNow("second");
  const facts = { status: runtime?.status ?? "none", reasons: runtime?.reasons ?? [] } as const;
  const why =
    now === 0 || runtime === undefined
      ? run.why
      : whyStuck(
          {
            ...run,
            isAgentPaused: run.agent.isPaused,
            isExternal: run.agent.isExternal,
            agentName: run.agent.name,
          },
          facts,
          now,
        );
  if (!why) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-2.5 py-1.5 text-sm">
      <p className="min-w-0 flex-1 text-ink-2">{why.sentence}</p>
      {canAct ? <RunActions runId={run.runId} agentId={run.agent.agentId} actions={why.actions} /> : null}
    </div>
  );
}
