"use client";
import { type ReactNode, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { BudgetEditor } from "@/components/usage/BudgetEditor";
import { UsageFigures } from "@/components/usage/UsageFigures";
import { UsageLedger } from "@/components/usage/UsageLedger";
import { cn } from "@/lib/cn";
import { compactCount, duration, money } from "@/lib/format";
import { type FigureRange, useAgentFigures } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

const RANGES: readonly (readonly [FigureRange, string])[] = [
  ["day", "Today"],
  ["week", "7 days"],
  ["month", "30 days"],
];

/** How the agent fares, from the figures that are kept with every write. */
export function AgentStatistics({ agent }: { agent: AgentFull }) {
  const { can } = useAccount();
  const [range, setRange] = useState<FigureRange>("week");
  const figures = useAgentFigures(range);
  const found =
    figures.status === "ready"
      ? figures.data.agents.find((each) => each.agentId === agent.agentId)
      : undefined;
  return (
    <div className="flex flex-col gap-4">
      <fieldset className="flex gap-1">
        <legend className="sr-only">Range</legend>
        {RANGES.map(([value, label]) => (
          <Button
            key={value}
            variant="quiet"
            size="sm"
            aria-pressed={range === value}
            className={cn(range === value && "bg-pressed text-ink")}
            onClick={() => setRange(value)}
          >
            {label}
          </Button>
        ))}
      </fieldset>
      {figures.status === "error" ? <ErrorState error={figures.error} /> : null}
      {figures.status === "loading" ? <Skeleton className="h-48 w-full" /> : null}
      {figures.status === "ready" && !found ? (
        <p className="text-ink-2 text-sm">
          {figures.data.isWhole
            ? `${agent.name} did nothing in this time.`
            : "There is too much in this range to single out one agent. Choose a shorter one."}
        </p>
      ) : null}
      {found ? <Figures metrics={found.metrics} /> : null}
      <section aria-label="Usage" className="flex flex-col gap-2 pt-3">
        <h2 className="font-medium text-sm">Usage</h2>
        <UsageFigures of={agent.agentId} />
      </section>
      <section aria-label="Turns and what they used" className="flex flex-col gap-2 pt-3">
        <h2 className="font-medium text-sm">Turns and what they used</h2>
        <UsageLedger agentId={agent.agentId} />
      </section>
      <section id="budget" aria-label="Budget" className="flex flex-col gap-2 pt-3">
        <h2 className="font-medium text-sm">Budget</h2>
        <p className="text-ink-2 text-sm">
          Admins are warned before it is used up. Then what runs is finished and nothing more starts until the
          period ends or the budget is raised.
        </p>
        <BudgetEditor of={agent.agentId} isReadOnly={!can("agent.manage")} />
      </section>
    </div>
  );
}

type Metrics = Extract<
  ReturnType<typeof useAgentFigures>,
  { status: "ready" }
>["data"]["agents"][number]["metrics"];

function Figures({ metrics }: { metrics: Metrics }) {
  const { runs } = metrics;
  const lost = runs.failed + runs.dead_letter + runs.timed_out;
  const ended = runs.succeeded + lost;
  return (
    <dl className="grid grid-cols-2 gap-px max-sm:[&>:last-child]:col-span-2 sm:grid-cols-3 overflow-hidden rounded-md border border-line bg-panel">
      <Figure name="Turns done" note={ended === 0 ? "none ended" : `of ${ended} that ended`}>
        {runs.succeeded}
      </Figure>
      <Figure name="Failed" note={`${metrics.retries} tried again`}>
        {lost}
      </Figure>
      <Figure name="Stopped" note="by people">
        {runs.cancelled}
      </Figure>
      <Figure name="Response time" note="hand-off to answer, mean">
        {runs.succeeded === 0 ? "–" : duration(metrics.responseMs / runs.succeeded)}
      </Figure>
      <Figure name="Messages" note="written in threads">
        {metrics.messages}
      </Figure>
      <Figure
        name="Tasks done"
        note={metrics.reopened > 0 ? `${metrics.reopened} reopened` : "moved to done"}
      >
        {metrics.completed}
      </Figure>
      <Figure name="Cycle time" note="in progress to done, mean">
        {metrics.cycles === 0 ? "–" : duration(metrics.cycleMs / metrics.cycles)}
      </Figure>
      <Figure name="Tokens" note="in and out">
        {compactCount(metrics.tokens)}
      </Figure>
      <Figure name="Cost" note="known prices only">
        {money(metrics.costUsd)}
      </Figure>
    </dl>
  );
}

function Figure({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 px-3 py-2.5 outline outline-line">
      <dt className="text-ink-2 text-xs">{name}</dt>
      <dd className="figures font-medium text-lg">{children}</dd>
      <dd className="text-ink-3 text-xs">{note}</dd>
    </div>
  );
}
