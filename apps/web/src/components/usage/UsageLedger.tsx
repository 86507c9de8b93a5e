"use client";
import { tokensOf } from "@mc/shared/usage/usage";
import { useAccount } from "@/components/account/use-account";
import type { AgentId } from "@/components/agents/use-agents";
import { ErrorState } from "@/components/frame/ErrorState";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { compactCount, money } from "@/lib/format";
import { useLedger } from "./use-usage";

const BASIS = { billed: "billed", estimated: "estimated", unknown: "no known price" } as const;

/** What each turn used, newest first: where the sums come from. */
export function UsageLedger({ agentId }: { agentId: AgentId }) {
  const { slug } = useAccount();
  const ledger = useLedger(agentId);
  if (ledger.status === "error") return <ErrorState error={ledger.error} />;
  if (ledger.status === "loading") return <Skeleton className="h-24 w-full" />;
  if (ledger.items.length === 0) return <p className="text-ink-2 text-sm">No turn used tokens yet.</p>;
  return (
    <>
      <ul aria-label="Usage by turn" className="flex flex-col divide-y divide-line border-line border-y">
        {ledger.items.map(({ usageId, runId, taskNumber, attempt, model, usage, at }) => (
          <li key={usageId} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 py-1.5 text-sm">
            {taskNumber === null ? (
              <span className="text-ink-3">no task</span>
            ) : (
              <Link
                href={`/${slug}/tasks/${taskNumber}?tab=turns&run=${runId}`}
                className="figures text-xs underline-offset-2 hover:underline"
              >
                MC-{taskNumber}
              </Link>
            )}
            <span className="min-w-0 flex-1 truncate text-ink-3 text-xs">
              <RelativeTime at={at} />
              {attempt > 1 ? ` · attempt ${attempt}` : ""} · <span className="figures">{model}</span>
            </span>
            <span className="figures text-ink-2 text-xs">{compactCount(tokensOf(usage))} tokens</span>
            <span className="figures text-right text-xs" title={BASIS[usage.basis]}>
              {usage.costUsd === null ? "unknown" : money(usage.costUsd)}
            </span>
          </li>
        ))}
      </ul>
      <LoadMore list={ledger} label="Earlier turns" />
    </>
  );
}
