"use client";
import { knownUsd, tokensOf } from "@mc/shared/usage/usage";
import { ErrorState } from "@/components/frame/ErrorState";
import { Skeleton } from "@/components/ui/skeleton";
import { compactCount, money, plural } from "@/lib/format";
import { type Usage, type UsageOf, useUsage } from "./use-usage";

type Totals = Usage["today"];

/** What was used today and this month; billed, estimated and unknown kept apart. */
export function UsageFigures({ of }: { of: UsageOf }) {
  const usage = useUsage(of);
  if (usage.status === "error") return <ErrorState error={usage.error} />;
  if (usage.status === "loading") return <Skeleton className="h-24 w-full" />;
  const { today, month, timeZone } = usage.data;
  return (
    <div className="flex flex-col gap-2">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Usage today and this month</caption>
        <thead className="border-line border-b text-ink-3 text-xs">
          <tr>
            <th scope="col" className="py-1.5 font-normal">
              <span className="sr-only">Period</span>
            </th>
            {["Turns", "Tokens", "From cache", "Cost"].map((name) => (
              <th key={name} scope="col" className="py-1.5 pl-3 text-right font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          <Row name="Today" totals={today} />
          <Row name="This month" totals={month} />
        </tbody>
      </table>
      <p className="text-ink-3 text-xs">
        {costNote(month)} Days and months of {timeZone}.
      </p>
    </div>
  );
}

function Row({ name, totals }: { name: string; totals: Totals }) {
  const cost =
    totals.turns > 0 && totals.unpricedTurns === totals.turns ? "unknown" : money(knownUsd(totals));
  const cells = {
    turns: String(totals.turns),
    tokens: compactCount(tokensOf(totals)),
    cache: compactCount(totals.cacheRead),
    cost,
  };
  return (
    <tr>
      <th scope="row" className="py-1.5 font-normal">
        {name}
      </th>
      {Object.entries(cells).map(([column, cell]) => (
        <td key={column} className="figures py-1.5 pl-3 text-right">
          {cell}
        </td>
      ))}
    </tr>
  );
}

function costNote({ billedUsd, estimatedUsd, unpricedTurns }: Totals): string {
  const parts = [
    billedUsd > 0 ? `${money(billedUsd)} billed` : null,
    estimatedUsd > 0 ? `${money(estimatedUsd)} estimated from prices` : null,
    unpricedTurns > 0 ? `${plural(unpricedTurns, "turn")} without a known price, not in the cost` : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? `This month: ${parts.join(", ")}.` : "Nothing was charged this month.";
}
