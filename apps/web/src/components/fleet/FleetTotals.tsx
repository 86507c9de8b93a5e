import type { RuntimeStatus } from "@mc/shared/runtime/report";
import { StatusWord } from "@/components/admin/StatusWord";
import { plural } from "@/lib/format";
import type { FleetSummary } from "./use-fleet";

/** Three sentences with numbers: how many, how they are, what they run. */
export function FleetTotals({ summary }: { summary: FleetSummary }) {
  const { upgrades } = summary;
  const rate = upgrades.tried === 0 ? null : Math.round((100 * upgrades.upgraded) / upgrades.tried);
  return (
    <section
      aria-label="Totals"
      className="flex flex-wrap gap-x-12 gap-y-4 max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-6"
    >
      <div>
        <p className="figures font-semibold text-2xl">
          {summary.total}
          {summary.isPartial ? "+" : ""}
        </p>
        <p className="text-ink-2 text-sm">{summary.total === 1 ? "runtime" : "runtimes"}</p>
        {summary.isPartial ? (
          <p className="text-ink-3 text-xs">The pages of the fleet end here; the rest works as usual.</p>
        ) : null}
      </div>
      <ul aria-label="By state" className="flex flex-col gap-0.5">
        {summary.byStatus.map(({ key, count }) => (
          <li key={key} className="flex items-center gap-3">
            <span className="figures min-w-4 text-right text-sm">{count}</span>
            <StatusWord status={key as RuntimeStatus} />
          </li>
        ))}
      </ul>
      <ul aria-label="By version" className="flex flex-col gap-0.5">
        {summary.byVersion.map(({ key, count }) => (
          <li key={key} className="flex items-center gap-3 text-sm">
            <span className="figures min-w-4 text-right">{count}</span>
            <span className={key === "unknown" ? "text-ink-3" : "figures"}>
              {key === "unknown" ? "version not known" : key}
            </span>
          </li>
        ))}
      </ul>
      <div>
        {rate === null ? null : <p className="figures font-semibold text-2xl">{rate} %</p>}
        <p className="text-ink-2 text-sm">
          {rate === null
            ? "No upgrade was rolled out yet"
            : `of ${plural(upgrades.tried, "upgrade")} in rollouts succeeded`}
        </p>
      </div>
    </section>
  );
}
