import { expect, it } from "vitest";
import { matchActions, type PaletteAction } from "./palette-actions";

const action = (label: string, words = ""): PaletteAction =>
  ({ label, words, href: "/", icon: () => null }) as unknown as PaletteAction;
const actions = [action("New task", "create add"), action("Go to Tasks"), action("Go to Feed")];
const found = (query: string) => matchActions(actions, query).map((each) => each.label);

it("offers every action while nothing is typed", () => {
  expect(found("  ")).toHaveLength(3);
});

it("finds actions by the beginning of any of their words, in any order", () => {
  expect(found("task")).toEqual(["New task", "Go to Tasks"]);
  expect(found("ta new")).toEqual(["New task"]);
  expect(found("create")).toEqual(["New task"]);
  expect(found("asks")).toEqual([]);
});
