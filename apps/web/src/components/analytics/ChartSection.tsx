"use client";
import { ChartColumn, Download, Table2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { type Chart, csvOf, isAcross, isEmptyChart, MOST_ACROSS } from "./chart-model";
import { figure } from "./figures";

const ChartDrawing = fetched(() => import("./ChartDrawing").then((module) => module.default), {
  Place: () => <Skeleton className="h-55 w-full" />,
  whenLost: "in place",
});

const SHOWN = ["chart", "table"] as const;

/** A chart with its legend; the same figures as a table and as CSV. */
export function ChartSection(props: { chart: Chart; fileName: string; tasksPath: string }) {
  const { chart, fileName, tasksPath } = props;
  const [shown, setShown] = useState<(typeof SHOWN)[number]>("chart");
  const isEmpty = isEmptyChart(chart);
  return (
    <section aria-label={chart.title} className="flex min-w-0 flex-col gap-2">
      <div className="flex h-9 items-center gap-1 border-line border-b">
        <h2 className="mr-auto truncate font-semibold text-sm">{chart.title}</h2>
        {isEmpty ? null : (
          <>
            {SHOWN.map((each) => (
              <Button
                key={each}
                variant="quiet"
                size="icon-sm"
                aria-label={`${chart.title} as a ${each}`}
                title={each === "chart" ? "Chart" : "Table"}
                aria-pressed={shown === each}
                className={cn(shown === each && "bg-pressed text-ink")}
                onClick={() => setShown(each)}
              >
                {each === "chart" ? <ChartColumn aria-hidden /> : <Table2 aria-hidden />}
              </Button>
            ))}
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label={`Download ${chart.title} as CSV`}
              title="Download as CSV"
              onClick={() => download(csvOf(chart), `${fileName}-${chart.id}.csv`)}
            >
              <Download aria-hidden />
            </Button>
          </>
        )}
      </div>
      {isEmpty ? (
        <p className="py-2 text-ink-3 text-sm">{chart.empty}</p>
      ) : shown === "chart" ? (
        <>
          <Legend chart={chart} />
          <div role="img" aria-label={`Chart: ${chart.title}. The same figures are in its table.`}>
            <ChartDrawing chart={chart} />
          </div>
          {isAcross(chart) && chart.rows.length > MOST_ACROSS ? (
            <p className="text-ink-3 text-xs">{chart.rows.length - MOST_ACROSS} more are in the table.</p>
          ) : null}
        </>
      ) : (
        <ChartTable chart={chart} tasksPath={tasksPath} />
      )}
    </section>
  );
}

function Legend({ chart }: { chart: Chart }) {
  const drawn = chart.columns.filter((column) => column.color !== null);
  if (drawn.length < 2) return null;
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-xs">
      {drawn.map((column) => (
        <li key={column.key} className="flex items-center gap-1.5">
          <span className="size-2.5 rounded-xs" style={{ background: column.color ?? "" }} />
          {column.label}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ chart, tasksPath }: { chart: Chart; tasksPath: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls, and the keyboard must reach it
    <section aria-label={`${chart.title}, table`} tabIndex={0} className="max-h-80 overflow-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="text-left text-ink-3 text-xs">
            <th scope="col" className="sticky top-0 bg-ground py-1 pr-4 font-medium">
              {chart.rowLabel}
            </th>
            {chart.columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className="sticky top-0 whitespace-nowrap bg-ground py-1 pl-4 text-right font-medium"
              >
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chart.rows.map((row) => (
            <tr key={row.key} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap py-1 pr-4 text-left font-normal">
                {row.tasks ? (
                  <Link
                    href={`${tasksPath}?${row.tasks}`}
                    className="rounded-xs underline decoration-line underline-offset-2 hover:text-accent"
                  >
                    {row.label}
                  </Link>
                ) : (
                  row.label
                )}
              </th>
              {chart.columns.map((column) => (
                <td key={column.key} className="figures whitespace-nowrap py-1 pl-4 text-right">
                  {figure(row.values[column.key] ?? null, column.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
