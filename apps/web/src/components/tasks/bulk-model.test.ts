import { describe, expect, test } from "vitest";
import { asShown, heldBy, labelChoices } from "./bulk-model";
import type { TaskCard, TaskId } from "./types";

const card = (id: string, labels: string[]): TaskCard =>
  ({ taskId: id as TaskId, labels }) as unknown as TaskCard;

describe("many tasks at once", () => {
  test("a label is on all, on some or on none, those of the tasks first", () => {
    const cards = [card("a", ["web", "docs"]), card("b", ["docs"])];
    expect(labelChoices(cards, ["later", "web"])).toEqual([
      { label: "docs", held: "all" },
      { label: "web", held: "some" },
      { label: "later", held: "none" },
    ]);
    expect(heldBy([], () => true)).toBe("none");
  });

  test("a selected task is what the page shows of it, and what it was when it has left the page", () => {
    const [before, gone] = [card("a", []), card("b", ["old"])];
    const chosen = new Map([before, gone].map((each) => [each.taskId, each]));
    expect(asShown(chosen, [card("a", ["new"])]).map(({ labels }) => labels)).toEqual([["new"], ["old"]]);
  });
});
