import { describe, expect, it } from "vitest";
import { groupVersions } from "./version-groups";

const MINUTE = 60_000;

describe("the history of a document", () => {
  it("shows saves of one person in one sitting as one entry that compares with what was there before", () => {
    const groups = groupVersions([
      { version: 5, author: "Ben", at: 62 * MINUTE },
      { version: 4, author: "Ada", at: 61 * MINUTE },
      { version: 3, author: "Ada", at: 52 * MINUTE },
      { version: 2, author: "Ada", at: 3 * MINUTE },
      { version: 1, author: "Ada", at: 0 },
    ]);
    expect(groups.map((group) => [group.latest.version, group.before, group.saves.length])).toEqual([
      [5, 4, 1],
      [4, 2, 2],
      [2, 0, 2],
    ]);
  });

  it("is empty when there is no version", () => {
    expect(groupVersions([])).toEqual([]);
  });
});
