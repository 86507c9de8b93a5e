import { describe, expect, test } from "vitest";
import { groupByTask } from "./notification-groups";

const notice = (notificationId: string, taskNumber: number | null) =>
  ({ notificationId, taskNumber }) as never;

describe("notifications in the inbox", () => {
  test("those of one task stand together where its newest is; the others stand alone", () => {
    const groups = groupByTask([
      notice("a", 1),
      notice("b", null),
      notice("c", 2),
      notice("d", 1),
      notice("e", null),
    ]);
    expect(
      groups.map(({ taskNumber, items }) => [taskNumber, items.map((each) => each.notificationId)]),
    ).toEqual([
      [1, ["a", "d"]],
      [null, ["b"]],
      [2, ["c"]],
      [null, ["e"]],
    ]);
  });
});
