import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OPEN_STATUSES, TASK_STATUSES } from "../task/status.ts";
import { dayKeyOf, daysBetween } from "./days.ts";
import {
  AGES,
  ageOn,
  type Counted,
  firstDayOfAges,
  isOpenStatus,
  openByAge,
  openWorkChange,
  sumChanges,
} from "./openWork.ts";

const TODAY = "2026-06-30";
const day = fc.integer({ min: 0, max: 120 }).map((ago) => dayKeyOf(20_634 - ago));
const counted: fc.Arbitrary<Counted> = fc.record({
  status: fc.constantFrom(...TASK_STATUSES),
  bornOn: fc.option(day, { freq: 8 }),
  assignees: fc.uniqueArray(fc.constantFrom("ada", "ben", "theo", "ines"), { maxLength: 3 }),
});

/** Counted anew, without any of the code under test. */
function countAll(tasks: readonly Counted[]) {
  const sums: Record<string, number> = {};
  const add = (key: string) => {
    sums[key] = (sums[key] ?? 0) + 1;
  };
  for (const { status, bornOn, assignees } of tasks) {
    add(status);
    if (bornOn === null || status === "done" || status === "archived") continue;
    add(bornOn);
    for (const id of assignees) add(`${id} ${status}`);
  }
  return sums;
}

function flat({ statuses, days, loads }: ReturnType<typeof sumChanges>) {
  const perPerson = Object.entries(loads).flatMap(([id, load]) =>
    Object.entries(load).map(([status, count]) => [`${id} ${status}`, count] as const),
  );
  return { ...statuses, ...days, ...Object.fromEntries(perPerson) };
}

describe("open work that is counted by changes", () => {
  test("after any life of any tasks the numbers are those of counting them all", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 5 }), fc.option(counted))), (steps) => {
        const tasks = new Map<number, Counted>();
        const changes = steps.map(([nth, next]) => {
          const change = openWorkChange(tasks.get(nth) ?? null, next);
          if (next) tasks.set(nth, next);
          else tasks.delete(nth);
          return change;
        });
        expect(flat(sumChanges(changes))).toEqual(countAll([...tasks.values()]));
      }),
    );
  });

  test("who has nothing open is in no list", () => {
    const task = { status: "assigned" as const, bornOn: TODAY, assignees: ["ada"] };
    const { loads, days } = sumChanges([openWorkChange(null, task), openWorkChange(task, null)]);
    expect([loads, days]).toEqual([{}, {}]);
  });

  test("open is what the board calls open", () => {
    expect(TASK_STATUSES.filter(isOpenStatus).toSorted()).toEqual([...OPEN_STATUSES].toSorted());
  });
});

describe("the ages of open work", () => {
  test("add up to the open tasks, and each task is in the age of its day", () => {
    fc.assert(
      fc.property(fc.array(day), (born) => {
        const kept = [...Map.groupBy(born, (key) => key)].map(([key, all]) => ({
          day: key,
          open: all.length,
        }));
        const recent = kept.filter((row) => row.day >= firstDayOfAges(TODAY));
        const ages = openByAge(born.length, TODAY, recent);
        expect(ages.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(born.length);
        for (const { age, tasks } of ages) {
          expect([age, tasks]).toEqual([age, born.filter((key) => ageOn(TODAY, key) === age).length]);
        }
      }),
    );
  });

  test("never show less than nothing, whatever the rows say", () => {
    const row = fc.record({ day, open: fc.integer({ min: -3, max: 9 }) });
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.array(row), (openTasks, rows) => {
        const ages = openByAge(openTasks, TODAY, rows);
        expect(ages.every(({ tasks }) => tasks >= 0)).toBe(true);
        expect(ages.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(openTasks);
      }),
    );
  });

  test("every day has one age, and they grow with the days", () => {
    const order = daysBetween("2026-03-01", TODAY)
      .toReversed()
      .map((key) => ageOn(TODAY, key));
    const keys = AGES.map(({ key }) => key);
    expect(order.map((age) => keys.indexOf(age))).toEqual(
      order.map((age) => keys.indexOf(age)).toSorted((one, other) => one - other),
    );
    expect([ageOn(TODAY, TODAY), ageOn(TODAY, "2026-07-01"), ageOn(TODAY, "2026-06-29")]).toEqual([
      "today",
      "today",
      "week",
    ]);
    expect([ageOn(TODAY, firstDayOfAges(TODAY)), ageOn(TODAY, "2026-04-07")]).toEqual([
      "twelve_weeks",
      "older",
    ]);
  });
});
