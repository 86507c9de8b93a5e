import { TASK_LIMITS } from "@mc/shared/task/limits";
import { describe, expect, test } from "vitest";
import { asShown, dueOfAll, heldBy, labelChoices, labelOffer, reassigned, relabelled } from "./bulk-model";
import type { AgentId, MemberId, TaskCard, TaskId } from "./types";

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

  test("a due date is that of all tasks, or they differ", () => {
    const due = (dueAt: number | null) => ({ ...card("a", []), dueAt });
    expect(dueOfAll([due(5), due(5)])).toBe(5);
    expect(dueOfAll([due(null), due(null)])).toBeNull();
    expect(dueOfAll([due(5), due(6)])).toBe("different");
    expect(dueOfAll([due(null), due(6)])).toBe("different");
  });

  test("what is typed is offered as it would be kept: trimmed, cut, apart at commas", () => {
    const choices = labelChoices([card("a", ["next"])], ["web"]);
    expect(labelOffer(choices, " new  one ")).toEqual(["new one"]);
    expect(labelOffer(choices, "next ")).toEqual([]);
    expect(labelOffer(choices, "x".repeat(50))).toEqual(["x".repeat(TASK_LIMITS.label)]);
    expect(labelOffer(choices, "web, later")).toEqual(["web", "later"]);
    expect(labelOffer(choices, "later,")).toEqual(["later"]);
    expect(labelOffer(choices, " , ")).toEqual([]);
  });

  test("what has left the page is as the act made it", () => {
    const ada = { memberId: "m1" as MemberId, name: "Ada" };
    const theo = { agentId: "g1" as AgentId, name: "Theo", icon: "bot", slug: "theo" };
    const before = { ...card("a", ["web"]), members: [], agents: [theo] };
    const added = reassigned(before, { mode: "add", members: [ada], agents: [theo] });
    expect(added).toMatchObject({ members: [ada], agents: [theo] });
    const taken = reassigned(added, { mode: "remove", members: [], agents: [theo] });
    expect(taken).toMatchObject({ members: [ada], agents: [] });
    expect(relabelled(before, { add: ["web", "docs"], remove: [] }).labels).toEqual(["web", "docs"]);
    expect(relabelled(before, { add: [], remove: ["web"] }).labels).toEqual([]);
  });

  test("a selected task is what the page shows of it, and what it was when it has left the page", () => {
    const [before, gone] = [card("a", []), card("b", ["old"])];
    const chosen = new Map([before, gone].map((each) => [each.taskId, each]));
    expect(asShown(chosen, [card("a", ["new"])]).map(({ labels }) => labels)).toEqual([["new"], ["old"]]);
  });
});
