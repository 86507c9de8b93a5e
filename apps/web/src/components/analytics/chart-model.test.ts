import { NO_METRICS } from "@mc/shared/analytics/metrics";
import { describe, expect, it } from "vitest";
import { type Chart, chartsOf, csvOf, isEmptyChart } from "./chart-model";
import type { Analytics } from "./use-analytics";

const day = { ...NO_METRICS, created: 3, completed: 2, cycleMs: 8_000, cycles: 2 };
const data = {
  series: [
    { day: "2026-03-11", metrics: NO_METRICS },
    { day: "2026-03-12", metrics: day },
  ],
  totals: day,
  statusMix: { inbox: 4, assigned: 0, in_progress: 1, review: 0, blocked: 0, done: 2, archived: 0 },
  agents: [],
  members: [],
  ageing: [
    { age: "today", tasks: 2 },
    { age: "older", tasks: 3 },
  ],
  load: { members: [{ id: "m1", name: "Ada", open: { assigned: 2, blocked: 1 } }], agents: [] },
} as unknown as Analytics;
const chart = (id: string): Chart => {
  const found = chartsOf(data).find((each) => each.id === id);
  if (!found) throw new TypeError(id);
  return found;
};

describe("charts", () => {
  it("have a row for each day, and a gap where nothing could be measured", () => {
    expect(chart("cycle-time").rows.map((row) => [row.label, row.values["cycle"]])).toEqual([
      ["11 Mar", null],
      ["12 Mar", 4_000],
    ]);
  });

  it("know when there is nothing to draw", () => {
    expect(isEmptyChart(chart("agents"))).toBe(true);
    expect(isEmptyChart(chart("cost"))).toBe(true);
    expect(isEmptyChart(chart("status"))).toBe(false);
  });

  it("say how old open tasks are and who has them, with a way to the tasks", () => {
    expect(csvOf(chart("ageing"))).toBe("Made,Open tasks\r\nToday,2\r\nOver 12 weeks,3\r\n");
    expect(csvOf(chart("people-load"))).toBe(
      "Person,Open tasks,Inbox,Assigned,In progress,Review,Blocked\r\nAda,3,0,2,0,0,1\r\n",
    );
    expect(chart("people-load").rows[0]?.tasks).toBe("assignee=member:m1");
    expect(isEmptyChart(chart("agent-load"))).toBe(true);
  });

  it("are written as CSV with whole numbers and the days as keys", () => {
    expect(csvOf(chart("cycle-time"))).toBe(
      "Day,Average time (ms),Tasks\r\n2026-03-11,,0\r\n2026-03-12,4000,2\r\n",
    );
  });

  it("never let a name become a formula or break a line", () => {
    const rows = [
      { key: "a", label: '=HYPERLINK("x")', values: { n: -1 } },
      { key: "b", label: "Ada, the first", values: { n: 2 } },
    ];
    const columns = [{ key: "n", label: "N", unit: "count" as const, color: null }];
    expect(csvOf({ ...chart("status"), rowLabel: "Who", columns, rows })).toBe(
      'Who,N\r\n"\'=HYPERLINK(""x"")",-1\r\n"Ada, the first",2\r\n',
    );
  });
});
