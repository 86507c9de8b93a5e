import { cn } from "@/lib/cn";
import type { Budget } from "./use-usage";

const TONE = { within: "bg-accent", near: "bg-health-degraded", over: "bg-danger" } as const;

/** How much of a budget is used, in words and as a bar, and what it does not see. */
export function BudgetBar({ budget }: { budget: Budget }) {
  const percent = Math.min(100, Math.round(budget.share * 100));
  return (
    <div className="flex flex-col gap-1">
      <div aria-hidden className="h-1.5 overflow-hidden rounded-full bg-pressed">
        <div className={cn("h-full rounded-full", TONE[budget.state])} style={{ width: `${percent}%` }} />
      </div>
      <p className={cn("text-sm", budget.state === "over" ? "text-danger" : "text-ink-2")}>
        {budget.sentence}
        {budget.state === "over" ? " No new turn starts until the period ends or the budget is raised." : ""}
      </p>
      {budget.unpriced ? <p className="text-ink-3 text-sm">{budget.unpriced}</p> : null}
    </div>
  );
}
