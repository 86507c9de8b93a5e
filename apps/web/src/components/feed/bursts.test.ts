import { describe, expect, test } from "vitest";
import { toBursts } from "./bursts";

const event = (activityId: string, at: number, fields: object = {}) =>
  ({
    activityId,
    at: at * 60_000,
    actor: { kind: "agent", id: "theo", name: "Theo" },
    taskId: "t1",
    target: { kind: "task", id: "t1", label: "" },
    event: { type: `kind-${activityId}` },
    ...fields,
  }) as never;
const shape = (items: ReturnType<typeof toBursts>) =>
  items.map((item) =>
    item.kind === "event"
      ? item.activity.activityId
      : item.activities.map((each) => each.activityId).join("+"),
  );

describe("bursts in the feed", () => {
  test("three and more of one actor about one task within ten minutes are one line", () => {
    expect(shape(toBursts([event("d", 30), event("c", 12), event("b", 8), event("a", 1)]))).toEqual([
      "d",
      "c+b+a",
    ]);
  });
  test("two stay two, and another actor or task ends it", () => {
    expect(shape(toBursts([event("b", 2), event("a", 1)]))).toEqual(["b", "a"]);
    const ben = { actor: { kind: "member", id: "ben", name: "Ben" } };
    expect(shape(toBursts([event("d", 4), event("c", 3, ben), event("b", 2), event("a", 1)]))).toEqual([
      "d",
      "c",
      "b",
      "a",
    ]);
    expect(
      shape(toBursts([event("c", 3), event("b", 2, { taskId: "t2" }), event("a", 1, { taskId: "t2" })])),
    ).toEqual(["c", "b", "a"]);
  });
  test("the same done to many things is one line, and ends where something else was done", () => {
    const created = (taskId: string) => ({ taskId, event: { type: "task_created" } });
    const made = [event("d", 4, created("t4")), event("c", 3, created("t3")), event("b", 2, created("t2"))];
    expect(shape(toBursts([...made, event("a", 1, { taskId: "t2" })]))).toEqual(["d+c+b", "a"]);
    expect(shape(toBursts([event("e", 5, { taskId: "t4" }), ...made]))).toEqual(["e", "d", "c", "b"]);
  });
});
