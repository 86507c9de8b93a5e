"use client";
import { ErrorState } from "@/components/frame/ErrorState";
import { Skeleton } from "@/components/ui/skeleton";
import { BudgetForm } from "./BudgetForm";
import { type UsageOf, useBudgets } from "./use-usage";

const PERIODS = ["day", "month"] as const;

/** What may be used in a day and in a month: set, changed and taken away, with what is used of it. */
export function BudgetEditor({ of, isReadOnly }: { of: UsageOf; isReadOnly: boolean }) {
  const budgets = useBudgets(of);
  if (budgets.status === "error") return <ErrorState error={budgets.error} />;
  if (budgets.status === "loading") return <Skeleton className="h-40 w-full" />;
  return (
    <div className="flex flex-col divide-y divide-line border-line border-y">
      {PERIODS.map((period) => (
        <BudgetForm
          key={period}
          of={of}
          period={period}
          budget={budgets.data.find((each) => each.period === period) ?? null}
          isReadOnly={isReadOnly}
        />
      ))}
    </div>
  );
}
