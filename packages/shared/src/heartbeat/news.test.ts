import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TASK_STATUSES } from "../task/status.ts";
import { decideBeat } from "./news.ts";

const task = fc.record({
  taskId: fc.string(),
  status: fc.constantFrom(...TASK_STATUSES),
  openBlockerCount: fc.nat({ max: 2 }),
  hasTurn: fc.boolean(),
  unseenSince: fc.option(fc.nat()),
});
const facts = fc.record({
  isPaused: fc.boolean(),
  isWorking: fc.boolean(),
  hold: fc.option(fc.constant("Over budget.")),
  tasks: fc.array(task),
});

describe("the decision of a heartbeat", () => {
  test("a paused or working agent, and one over its budget, is left alone, whatever the news", () => {
    fc.assert(
      fc.property(facts, (one) => {
        if (one.isPaused || one.isWorking || one.hold !== null) expect(decideBeat(one).kind).toBe("refuse");
        else expect(decideBeat(one).kind).not.toBe("refuse");
      }),
    );
  });

  test("an agent is woken only for a task with news that nothing else would show it, the oldest first", () => {
    fc.assert(
      fc.property(fc.array(task), (tasks) => {
        const verdict = decideBeat({ isPaused: false, isWorking: false, hold: null, tasks });
        const open = tasks.filter(
          ({ status, openBlockerCount, hasTurn, unseenSince }) =>
            ["assigned", "in_progress", "review"].includes(status) &&
            openBlockerCount === 0 &&
            !hasTurn &&
            unseenSince !== null,
        );
        expect(verdict.kind).toBe(open.length > 0 ? "wake" : "quiet");
        if (verdict.kind !== "wake") return;
        const oldest = Math.min(...open.map(({ unseenSince }) => unseenSince ?? 0));
        expect(open.find(({ unseenSince }) => unseenSince === oldest)?.taskId).toBe(verdict.taskId);
      }),
    );
  });
});
