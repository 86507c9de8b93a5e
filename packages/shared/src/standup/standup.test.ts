import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dayKeyAt } from "../analytics/days.ts";
import { TASK_STATUSES } from "../task/status.ts";
import {
  composeStandup,
  MAX_STANDUP_LINES,
  STANDUP_SECTIONS,
  type StandupFact,
  type StandupTask,
  standupSentence,
} from "./compose.ts";
import { nextStandupAt, parseTimeOfDay } from "./schedule.ts";

const status = fc.constantFrom(...TASK_STATUSES);
const facts = fc
  .array(
    fc.record({
      at: fc.nat(50),
      kind: fc.constantFrom("member" as const, "agent" as const, "system" as const),
      from: status,
      to: status,
      number: fc.integer({ min: 1, max: 9 }),
    }),
  )
  .map((all) =>
    all.map(
      ({ at, kind, from, to, number }, index): StandupFact => ({
        activityId: `a${index}`,
        at,
        actor: { kind, name: kind },
        event: { type: "task_status_changed", from, to, reason: null, isAutomatic: false },
        task: { taskId: `t${number}`, number, title: "Plan" },
      }),
    ),
  );
const tasks = fc.uniqueArray(
  fc.record({
    taskId: fc.integer({ min: 1, max: 99 }).map((number) => `t${number}`),
    number: fc.integer({ min: 1, max: 99 }),
    title: fc.constant("Plan"),
    status: fc.constantFrom("in_progress" as const, "review" as const, "blocked" as const),
    reason: fc.option(fc.constant("waiting"), { nil: null }),
    assignees: fc.constant(["Ada"]),
  }),
  { selector: (task: StandupTask) => task.taskId, maxLength: 80 },
);

describe("the stand-up", () => {
  test("the order in which facts are given says nothing", () => {
    fc.assert(
      fc.property(facts, tasks, (all, some) => {
        expect(composeStandup(all.toReversed(), some)).toEqual(composeStandup(all, some));
      }),
    );
  });

  test("the counts say how many there are, however few are listed", () => {
    const some: StandupTask[] = [
      { taskId: "t1", number: 1, title: "Plan", status: "review", reason: null, assignees: [] },
    ];
    const { counts, sections } = composeStandup([], some, { in_progress: 0, blocked: 7, review: 300 });
    expect(counts).toEqual({ done: 0, inProgress: 0, blocked: 7, review: 300, decisions: 0 });
    expect(sections.review).toHaveLength(1);
  });

  test("a task is done when its last move says so, once, and open tasks stand in one section each", () => {
    fc.assert(
      fc.property(facts, tasks, (all, some) => {
        const { sections, counts } = composeStandup(all, some);
        const done = sections.done.map(({ taskId }) => taskId);
        expect(new Set(done).size).toBe(done.length);
        for (const line of sections.done) {
          const fact = all.find(({ activityId }) => activityId === line.activityId);
          expect(fact?.event.type === "task_status_changed" && fact.event.to).toBe("done");
        }
        expect(counts.inProgress + counts.blocked + counts.review).toBe(some.length);
      }),
    );
  });

  test("sections are bounded, counts are whole", () => {
    fc.assert(
      fc.property(facts, tasks, (all, some) => {
        const { sections, counts } = composeStandup(all, some);
        for (const section of STANDUP_SECTIONS) {
          expect(sections[section].length).toBe(Math.min(counts[section], MAX_STANDUP_LINES));
        }
      }),
    );
  });

  test("only people decide", () => {
    fc.assert(
      fc.property(facts, (all) => {
        for (const { activityId } of composeStandup(all, []).sections.decisions) {
          expect(all.find((fact) => fact.activityId === activityId)?.actor.kind).toBe("member");
        }
      }),
    );
  });

  test("what a person let an agent do, or did not, is a decision with its reason; what lapsed is none", () => {
    const decided = (decision: "approved" | "refused" | "expired", nth: number): StandupFact => ({
      activityId: `a${nth}`,
      at: nth,
      actor: decision === "expired" ? { kind: "system", name: "The clock" } : { kind: "member", name: "Ada" },
      event: {
        type: "approval_decided",
        tool: "document_upsert",
        decision,
        reason: nth === 2 ? "Ask Ben" : null,
      },
      task: { taskId: "t4", number: 4, title: "Plan" },
    });
    const all = [decided("approved", 1), decided("refused", 2), decided("expired", 3)];
    const { sections, counts } = composeStandup(all, []);
    expect(sections.decisions).toMatchObject([
      { text: "MC-4 Plan", detail: "Ada refused the use of document_upsert: Ask Ben", activityId: "a2" },
      { text: "MC-4 Plan", detail: "Ada approved the use of document_upsert", activityId: "a1" },
    ]);
    expect(counts).toEqual({ done: 0, inProgress: 0, blocked: 0, review: 0, decisions: 2 });
  });

  test("it reads as a sentence, and a quiet day has none", () => {
    expect(standupSentence({ done: 3, inProgress: 0, blocked: 1, review: 0, decisions: 0 })).toBe(
      "3 done, 1 blocked",
    );
    const nothing = { done: 0, inProgress: 0, blocked: 0, review: 0, decisions: 0 };
    expect(standupSentence(nothing)).toBeNull();
    expect(standupSentence({ ...nothing, done: 3 }, true)).toBe("3 done; more happened than fits");
    expect(standupSentence(nothing, true)).toBe("more happened than fits");
  });
});

describe("when it is due", () => {
  const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu");
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);

  test("the next time is later, within two days, and the one after it on another day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), zone, time, (after, inZone, at) => {
        const next = nextStandupAt({ time: at, zone: inZone }, after) ?? 0;
        expect(next).toBeGreaterThan(after);
        expect(next - after).toBeLessThanOrEqual(26 * 3_600_000);
        const later = nextStandupAt({ time: at, zone: inZone }, next) ?? 0;
        expect(dayKeyAt(later, inZone)).not.toBe(dayKeyAt(next, inZone));
      }),
    );
  });

  test("what is no time of a day is refused", () => {
    for (const text of ["24:00", "9:00", "09:60", "nine", ""]) expect(parseTimeOfDay(text)).toBeNull();
    expect(parseTimeOfDay("09:05")).toEqual({ hour: 9, minute: 5 });
    expect(nextStandupAt({ time: "x", zone: "UTC" }, 0)).toBeNull();
  });
});
