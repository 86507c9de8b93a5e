"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { dataOf } from "@/lib/async";
import { ChartSection } from "./ChartSection";
import { type Chart, chartsOf, isEmptyChart } from "./chart-model";
import { dayWords } from "./figures";
import { RangePicker } from "./RangePicker";
import { Sentences } from "./Sentences";
import { useAnalytics, useRange } from "./use-analytics";

/** What got done, how fast and for how much: four sentences, then the charts behind them. */
export function AnalyticsPage() {
  const { slug } = useAccount();
  const { range, setRange } = useRange();
  const analytics = useAnalytics(range);
  const data = dataOf(analytics);
  const isIncomplete = range.name === "custom" && (!range.from || !range.to);
  return (
    <>
      <PageHeader title="Analytics">
        <RangePicker
          range={range}
          shown={data ? { from: data.from, to: data.to } : null}
          onChange={setRange}
        />
      </PageHeader>
      <div className="flex w-full max-w-6xl flex-col gap-8 px-4 pt-3 pb-16 max-md:px-3">
        {isIncomplete ? <p className="text-ink-2 text-sm">Choose the first and the last day.</p> : null}
        {analytics.status === "loading" && !isIncomplete ? <Places /> : null}
        {analytics.status === "error" ? <ErrorState error={analytics.error} /> : null}
        {data ? (
          <>
            <div className="flex flex-col gap-4">
              <p className="text-ink-3 text-sm">
                {data.from === data.to
                  ? dayWords(data.from)
                  : `${dayWords(data.from)} to ${dayWords(data.to)}`}
                , days of {data.timeZone}
                {data.isWhole
                  ? ""
                  : ". There are more people or agents than fit; the account's own figures are whole"}
                .
              </p>
              <Sentences data={data} accountSlug={slug} />
            </div>
            <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
              {drawnFirst(chartsOf(data)).map((chart) => (
                <div key={chart.id} id={chart.id} className="min-w-0 scroll-mt-14">
                  <ChartSection
                    chart={chart}
                    fileName={`${slug}-${data.from}-${data.to}`}
                    tasksPath={`/${slug}/tasks`}
                  />
                </div>
              ))}
            </div>
          </>
        ) : null}
      </div>
    </>
  );
}

/** Charts without anything to draw come last, so that they leave no holes. */
function drawnFirst(charts: readonly Chart[]): Chart[] {
  return charts.toSorted((one, other) => Number(isEmptyChart(one)) - Number(isEmptyChart(other)));
}

function Places() {
  return (
    <Loading label="Loading the figures" className="flex flex-col gap-8">
      <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-20" />
        ))}
      </div>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="h-64" />
        ))}
      </div>
    </Loading>
  );
}
