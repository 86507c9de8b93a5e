import { describe, expect, test } from "vitest";
import { paletteCommands } from "./palette-commands";

const TEAM = [
  { name: "Theo Bauer", slug: "theo" },
  { name: "Thea", slug: "thea" },
  { name: "Ada Lovelace", slug: "ada" },
];
const labels = (query: string) => paletteCommands(query, TEAM).map(({ label }) => label);

describe("commands in the palette", () => {
  test("a task and whom to give it to", () => {
    expect(labels("assign MC-42 to th")).toEqual(["Assign MC-42 to Theo Bauer", "Assign MC-42 to Thea"]);
    expect(labels("assign #42 love")).toEqual(["Assign MC-42 to Ada Lovelace"]);
    expect(paletteCommands("assign 42 ada", TEAM)).toEqual([
      { taskNumber: 42, text: "/assign @ada", label: "Assign MC-42 to Ada Lovelace" },
    ]);
  });
  test("moves, priorities, dates and the end", () => {
    expect(labels("move mc-7 to re")).toEqual(["Move MC-7 to Review"]);
    expect(labels("priority 7 cr")).toEqual(["Set the priority of MC-7 to Critical"]);
    expect(labels("due mc-7 tomorrow")).toEqual(["MC-7 is due tomorrow"]);
    expect(labels("done mc-7")).toEqual(["Mark MC-7 done"]);
  });
  test("what is no command of a task, or cannot be read, offers nothing", () => {
    expect(
      ["assign", "launch 42 days", "assign theo", "due mc-7 someday", "label 7"].flatMap(labels),
    ).toEqual([]);
  });
});
