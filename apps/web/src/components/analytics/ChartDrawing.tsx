"use client";
// The drawing of a chart. Large (recharts), so it is fetched after the figures are read.
import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { type Chart, type Column, isAcross, MOST_ACROSS } from "./chart-model";
import { durationTicks, figure } from "./figures";

const HEIGHT = 220;
/** Names beside their bars: so long, and then an ellipsis. */
const NAME_LENGTH = 15;
/** A month of days: what lies between bars would leave nothing of them on a phone. */
const MANY_ROWS = 14;
const LINE_HEIGHT = 30;
const AXIS_HEIGHT = 36;
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fill: "var(--ink-3)", fontSize: 12 };
const CURSOR = { fill: "var(--hover)", stroke: "var(--line)" };

export default function ChartDrawing({ chart }: { chart: Chart }) {
  const drawn = chart.columns.filter((column) => column.color !== null);
  const isLying = isAcross(chart);
  const isStack = chart.shape === "stack" || chart.shape === "across_stack";
  const rows = isLying ? chart.rows.slice(0, MOST_ACROSS) : chart.rows;
  const data = rows.map((row) => ({ label: row.label, color: row.color, ...row.values }));
  const barsPerRow = isStack ? 1 : drawn.length;
  const height = isLying ? AXIS_HEIGHT + rows.length * (LINE_HEIGHT + 8 * (barsPerRow - 1)) : HEIGHT;
  const unit = drawn[0]?.unit ?? "count";
  const value = {
    tick: TICK,
    tickLine: false,
    axisLine: false,
    allowDecimals: unit !== "count",
    ...(unit === "duration" ? durationAxis(chart, drawn) : {}),
    tickFormatter: (at: number) => figure(at, unit),
  };
  const name = { dataKey: "label", tick: TICK, tickLine: false, axisLine: { stroke: "var(--line)" } };
  const tooltip = (
    <Tooltip cursor={CURSOR} isAnimationActive={false} content={<Exact columns={chart.columns} />} />
  );
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 560, height }}>
      {chart.shape === "line" ? (
        <LineChart data={data} margin={MARGIN} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis {...name} minTickGap={24} />
          <YAxis {...value} width={64} />
          {tooltip}
          {drawn.map((column) => (
            <Line
              key={column.key}
              dataKey={column.key}
              name={column.label}
              stroke={column.color ?? ""}
              strokeWidth={2}
              dot={{ r: 3, fill: column.color ?? "", strokeWidth: 0 }}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      ) : (
        <BarChart
          data={data}
          layout={isLying ? "vertical" : "horizontal"}
          margin={MARGIN}
          barGap={rows.length > MANY_ROWS ? 0 : 2}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={isLying} horizontal={!isLying} stroke="var(--line)" />
          {isLying ? <XAxis type="number" {...value} /> : <XAxis {...name} minTickGap={24} />}
          {isLying ? (
            <YAxis type="category" {...name} interval={0} width={108} tickFormatter={shortName} />
          ) : (
            <YAxis {...value} width={56} />
          )}
          {tooltip}
          {drawn.map((column) => (
            <Bar
              key={column.key}
              dataKey={column.key}
              name={column.label}
              fill={column.color ?? ""}
              radius={isStack ? 0 : 2}
              maxBarSize={isLying ? 14 : 26}
              isAnimationActive={false}
              {...(isStack ? { stackId: "all" } : {})}
            >
              {rows.map((row) => (row.color ? <Cell key={row.key} fill={row.color} /> : null))}
            </Bar>
          ))}
        </BarChart>
      )}
    </ResponsiveContainer>
  );
}

function shortName(name: string): string {
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH - 1)}…` : name;
}

/** Marked at whole hours and days, which the drawing's own steps of a tenth never are. */
function durationAxis(chart: Chart, drawn: readonly Column[]) {
  const values = chart.rows.flatMap((row) => drawn.map(({ key }) => row.values[key] ?? 0));
  const ticks = durationTicks(Math.max(0, ...values));
  return { ticks, domain: [0, ticks.at(-1) ?? 0] as [number, number], interval: 0 as const };
}

type Hover = {
  columns: readonly Column[];
  active?: boolean;
  label?: string | number;
  payload?: readonly { payload?: Record<string, unknown> }[];
};

/** The exact values under the pointer, those that are not drawn included. */
function Exact({ columns, active, label, payload }: Hover) {
  const row = payload?.[0]?.payload;
  if (!active || !row) return null;
  return (
    <div className="rounded-sm border border-line bg-raised px-2.5 py-1.5 text-xs shadow-float">
      <p className="mb-0.5 font-medium">{label}</p>
      {columns.map((column) => {
        const value = row[column.key];
        return (
          <p key={column.key} className="flex justify-between gap-4 text-ink-2">
            <span>{column.label}</span>
            <span className="figures text-ink">
              {figure(typeof value === "number" ? value : null, column.unit)}
            </span>
          </p>
        );
      })}
    </div>
  );
}
