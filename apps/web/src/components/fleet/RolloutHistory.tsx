import { ROLLOUT_STATUS_LABEL } from "@mc/shared/rollout/labels";
import { STRATEGY_LABEL } from "@mc/shared/rollout/strategy";
import { RelativeTime } from "@/components/people/RelativeTime";
import { cn } from "@/lib/cn";
import type { RolloutSummary } from "./use-fleet";

const TONE: Partial<Record<RolloutSummary["status"], string>> = {
  succeeded: "text-health-online",
  rolled_back: "text-health-degraded",
  failed: "text-health-offline",
};

/** Rollouts that are over, newest first. */
export function RolloutHistory({ rollouts }: { rollouts: readonly RolloutSummary[] }) {
  if (rollouts.length === 0) return null;
  return (
    <section aria-label="Earlier rollouts" className="flex flex-col gap-2">
      <h2 className="font-semibold text-base">Earlier rollouts</h2>
      <ol className="flex flex-col divide-y divide-line border-line border-y">
        {rollouts.map((rollout) => (
          <li key={rollout.rolloutId} className="flex min-h-11 flex-col justify-center py-1.5 text-sm">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="figures">{rollout.version}</span>
              <span className={cn("text-sm", TONE[rollout.status] ?? "text-ink-2")}>
                {ROLLOUT_STATUS_LABEL[rollout.status]}
              </span>
              <span className="text-ink-2">{STRATEGY_LABEL[rollout.strategy.kind]}</span>
              {rollout.counts ? <span className="text-ink-2">{countWords(rollout.counts)}</span> : null}
              <span className="ml-auto text-ink-3 text-xs">
                {rollout.startedByName} · <RelativeTime at={rollout.createdAt} />
              </span>
            </p>
            {rollout.reason ? <p className="text-ink-3 text-xs">{rollout.reason}</p> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function countWords(counts: NonNullable<RolloutSummary["counts"]>): string {
  const parts = [
    `${counts.succeeded} upgraded`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.rolledBack > 0 ? [`${counts.rolledBack} rolled back`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
  ];
  return parts.join(", ");
}
