// One shape for every chart: the same rows are drawn, listed in a table and written as CSV. Pure.
import { type Age, loadTotal } from "@mc/shared/analytics/openWork";
import { RUN_STATUS_LABEL } from "@mc/shared/delivery/run";
import { OPEN_STATUSES, STATUS_LABEL, TASK_STATUSES } from "@mc/shared/task/status";
import { dayWords, type Unit } from "./figures";
import type { Analytics } from "./use-analytics";

export type Column = {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  /** A colour token; without one the column is in the table only. */
  readonly color: string | null;
};
export type Row = {
  readonly key: string;
  readonly label: string;
  readonly values: Readonly<Record<string, number | null>>;
  /** A colour of its own, where the rows are what is told apart. */
  readonly color?: string;
  /** Filters of the tasks page that show what is counted here, and beside it what is done. */
  readonly tasks?: string;
};
export type Chart = {
  readonly id: string;
  readonly title: string;
  readonly shape: "bars" | "stack" | "line" | "across" | "across_stack";
  /** What the rows are. */
  readonly rowLabel: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Said in place of the chart when there is nothing to draw. */
  readonly empty: string;
};

const STATUS_COLOR = {
  inbox: "var(--status-inbox)",
  assigned: "var(--status-assigned)",
  in_progress: "var(--status-in-progress)",
  review: "var(--status-review)",
  blocked: "var(--status-blocked)",
  done: "var(--status-done)",
  archived: "var(--status-archived)",
} as const;

export function chartsOf(data: Analytics): Chart[] {
  return [
    throughput(data),
    cycleTime(data),
    statusMix(data),
    ageing(data),
    load(data, "agents"),
    load(data, "members"),
    turns(data),
    cost(data),
    agents(data),
    members(data),
  ];
}

type Metrics = Analytics["totals"];

function byDay(data: Analytics, values: (metrics: Metrics) => Row["values"]): Row[] {
  return data.series.map(({ day, metrics }) => ({
    key: day,
    label: dayWords(day),
    values: values(metrics),
  }));
}

function throughput(data: Analytics): Chart {
  return {
    id: "throughput",
    title: "Created and completed",
    shape: "bars",
    rowLabel: "Day",
    columns: [
      { key: "created", label: "Created", unit: "count", color: STATUS_COLOR.inbox },
      { key: "completed", label: "Completed", unit: "count", color: STATUS_COLOR.done },
      { key: "reopened", label: "Reopened", unit: "count", color: STATUS_COLOR.review },
    ],
    rows: byDay(data, ({ created, completed, reopened }) => ({ created, completed, reopened })),
    empty: "No task was created or completed in these days.",
  };
}

function cycleTime(data: Analytics): Chart {
  return {
    id: "cycle-time",
    title: "From start to done",
    shape: "line",
    rowLabel: "Day",
    columns: [
      { key: "cycle", label: "Average time", unit: "duration", color: STATUS_COLOR.in_progress },
      { key: "cycles", label: "Tasks", unit: "count", color: null },
    ],
    rows: byDay(data, ({ cycleMs, cycles }) => ({ cycle: cycles === 0 ? null : cycleMs / cycles, cycles })),
    empty: "No task that was in progress before got done in these days.",
  };
}

function statusMix(data: Analytics): Chart {
  return {
    id: "status",
    title: "Tasks by status, now",
    shape: "across",
    rowLabel: "Status",
    columns: [{ key: "tasks", label: "Tasks", unit: "count", color: STATUS_COLOR.inbox }],
    rows: TASK_STATUSES.map((status) => ({
      key: status,
      label: STATUS_LABEL[status],
      values: { tasks: data.statusMix[status] },
      color: STATUS_COLOR[status],
    })),
    empty: "There are no tasks.",
  };
}

const AGE_LABEL = {
  today: "Today",
  week: "1 to 6 days",
  two_weeks: "1 to 2 weeks",
  four_weeks: "2 to 4 weeks",
  twelve_weeks: "4 to 12 weeks",
  older: "Over 12 weeks",
} as const satisfies Record<Age, string>;

function ageing(data: Analytics): Chart {
  return {
    id: "ageing",
    title: "Age of open tasks, now",
    shape: "across",
    rowLabel: "Made",
    columns: [{ key: "tasks", label: "Open tasks", unit: "count", color: STATUS_COLOR.assigned }],
    rows: data.ageing.map(({ age, tasks }) => ({ key: age, label: AGE_LABEL[age], values: { tasks } })),
    empty: "No task is open.",
  };
}

const LOAD = {
  agents: { id: "agent-load", title: "Load of agents, now", rowLabel: "Agent", kind: "agent" },
  members: { id: "people-load", title: "Load of people, now", rowLabel: "Person", kind: "member" },
} as const;

function load(data: Analytics, of: keyof typeof LOAD): Chart {
  const { kind, ...named } = LOAD[of];
  return {
    ...named,
    shape: "across_stack",
    columns: [
      { key: "all", label: "Open tasks", unit: "count", color: null },
      ...OPEN_STATUSES.map((status) => ({
        key: status,
        label: STATUS_LABEL[status],
        unit: "count" as const,
        color: STATUS_COLOR[status],
      })),
    ],
    rows: data.load[of].map(({ id, name, open }) => ({
      key: id,
      label: name,
      values: {
        all: loadTotal(open),
        ...Object.fromEntries(OPEN_STATUSES.map((each) => [each, open[each] ?? 0])),
      },
      tasks: `assignee=${kind}:${id}`,
    })),
    empty: of === "agents" ? "No agent has an open task." : "Nobody has an open task.",
  };
}

function turns(data: Analytics): Chart {
  return {
    id: "turns",
    title: "Turns of agents by outcome",
    shape: "stack",
    rowLabel: "Day",
    columns: [
      { key: "succeeded", label: RUN_STATUS_LABEL.succeeded, unit: "count", color: "var(--health-online)" },
      { key: "timed_out", label: RUN_STATUS_LABEL.timed_out, unit: "count", color: "var(--health-degraded)" },
      {
        key: "failed",
        label: RUN_STATUS_LABEL.failed,
        unit: "count",
        color: "color-mix(in oklab, var(--danger) 55%, var(--ground))",
      },
      {
        key: "dead_letter",
        label: RUN_STATUS_LABEL.dead_letter,
        unit: "count",
        color: "var(--danger)",
      },
      {
        key: "cancelled",
        label: RUN_STATUS_LABEL.cancelled,
        unit: "count",
        color: "var(--health-provisioning)",
      },
      { key: "retries", label: "Tried again", unit: "count", color: null },
    ],
    rows: byDay(data, ({ runs, retries }) => ({ ...runs, retries })),
    empty: "No agent finished a turn in these days.",
  };
}

/** Where no turn cost anything, as with models of one's own, the tokens are drawn. */
function cost(data: Analytics): Chart {
  const rows = byDay(data, ({ costUsd, tokens }) => ({ costUsd, tokens }));
  const isFree = rows.every(({ values }) => !values["costUsd"]);
  return {
    id: "cost",
    title: "Cost and tokens",
    shape: "bars",
    rowLabel: "Day",
    columns: [
      { key: "costUsd", label: "Cost", unit: "money", color: isFree ? null : "var(--accent)" },
      { key: "tokens", label: "Tokens", unit: "tokens", color: isFree ? "var(--accent)" : null },
    ],
    rows,
    empty: "Nothing was spent in these days.",
  };
}

const WORK: readonly Column[] = [
  { key: "completed", label: "Completed", unit: "count", color: STATUS_COLOR.done },
  { key: "messages", label: "Messages", unit: "count", color: STATUS_COLOR.assigned },
];

function agents(data: Analytics): Chart {
  return {
    id: "agents",
    title: "Agents",
    shape: "across",
    rowLabel: "Agent",
    columns: [
      ...WORK,
      { key: "succeeded", label: "Turns done", unit: "count", color: null },
      { key: "unfinished", label: "Turns not done", unit: "count", color: null },
      { key: "response", label: "Average turn", unit: "duration", color: null },
      { key: "tokens", label: "Tokens", unit: "tokens", color: null },
      { key: "costUsd", label: "Cost", unit: "money", color: null },
    ],
    rows: data.agents.map(({ agentId, name, metrics }) => ({
      key: agentId,
      label: name,
      values: {
        completed: metrics.completed,
        messages: metrics.messages,
        succeeded: metrics.runs.succeeded,
        unfinished: metrics.runs.failed + metrics.runs.dead_letter + metrics.runs.timed_out,
        response: metrics.runs.succeeded === 0 ? null : metrics.responseMs / metrics.runs.succeeded,
        tokens: metrics.tokens,
        costUsd: metrics.costUsd,
      },
    })),
    empty: "No agent did anything in these days.",
  };
}

function members(data: Analytics): Chart {
  return {
    id: "people",
    title: "People",
    shape: "across",
    rowLabel: "Person",
    columns: [{ key: "created", label: "Created", unit: "count", color: STATUS_COLOR.inbox }, ...WORK],
    rows: data.members.map(({ memberId, name, metrics }) => ({
      key: memberId,
      label: name,
      values: { created: metrics.created, completed: metrics.completed, messages: metrics.messages },
    })),
    empty: "Nobody did anything in these days.",
  };
}

/** Bars across beyond these are in the table alone: a chart is read at a glance, a roster is not. */
export const MOST_ACROSS = 12;

/** Bars lie beside the names of what they are of. */
export function isAcross({ shape }: Chart): boolean {
  return shape === "across" || shape === "across_stack";
}

export function isEmptyChart({ rows, columns }: Chart): boolean {
  return rows.every((row) => columns.every(({ key }) => !row.values[key]));
}

/** Full numbers, a header, CRLF and quotes where they are needed; a cell never begins a formula. */
export function csvOf({ rowLabel, columns, rows }: Chart): string {
  const lines = [
    [
      rowLabel,
      ...columns.map((column) => (column.unit === "duration" ? `${column.label} (ms)` : column.label)),
    ],
    ...rows.map((row) => [
      /^\d{4}-\d\d-\d\d$/.test(row.key) ? row.key : row.label,
      ...columns.map(({ key }) => String(row.values[key] ?? "")),
    ]),
  ];
  return lines.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
