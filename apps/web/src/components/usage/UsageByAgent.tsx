"use client";
import { knownUsd, tokensOf } from "@mc/shared/usage/usage";
import { ErrorState } from "@/components/frame/ErrorState";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Skeleton } from "@/components/ui/skeleton";
import { compactCount, money } from "@/lib/format";
import { useUsageByAgent } from "./use-usage";

/** Who used what this month. */
export function UsageByAgent() {
  const agents = useUsageByAgent();
  if (agents.status === "error") return <ErrorState error={agents.error} />;
  if (agents.status === "loading") return <Skeleton className="h-24 w-full" />;
  if (agents.data.length === 0) return <p className="text-ink-2 text-sm">No agent used tokens this month.</p>;
  return (
    <ul
      aria-label="Usage by agent this month"
      className="flex flex-col divide-y divide-line border-line border-y"
    >
      {agents.data.map(({ agentId, name, icon, totals }) => (
        <li key={agentId} className="flex items-center gap-2.5 py-1.5 text-sm">
          <AgentAvatar name={name} icon={icon} size="sm" />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="figures text-ink-2 text-xs">{compactCount(tokensOf(totals))} tokens</span>
          <span className="figures w-20 text-right text-xs">
            {totals.unpricedTurns === totals.turns ? "unknown" : money(knownUsd(totals))}
          </span>
        </li>
      ))}
    </ul>
  );
}
