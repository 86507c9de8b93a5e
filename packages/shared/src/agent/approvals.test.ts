import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TOOL_NAMES, TOOLS } from "../tools/catalog.ts";
import { GATEABLE_TOOLS, GATED_ACT, keptArguments, ungateable } from "./approvals.ts";

const args = fc.dictionary(
  fc.string({ maxLength: 8 }),
  fc.oneof(fc.string({ maxLength: 400 }), fc.integer()),
  {
    maxKeys: 6,
  },
);

describe("the arguments that a person sees before a yes", () => {
  test("are whole where they fit, never longer than what is kept, and their true length is known", () => {
    fc.assert(
      fc.property(args, fc.integer({ min: 100, max: 1_000 }), (one, most) => {
        const whole = JSON.stringify(one);
        const { text, length } = keptArguments(one, most);
        expect(length).toBe(whole.length);
        expect(text.length).toBeLessThanOrEqual(most);
        if (whole.length <= most) expect(text).toBe(whole);
        else expect(text).not.toBe(whole);
      }),
    );
  });

  test("stay readable by name where one text is too long, and the text says that it was cut", () => {
    const { text, length } = keptArguments({ title: "Plan", content: "x".repeat(60_000) });
    const shown = JSON.parse(text) as { title: string; content: string };
    expect([shown.title, shown.content.endsWith("… (cut)"), length > 60_000]).toEqual(["Plan", true, true]);
  });
});

describe("what a person can be asked about", () => {
  test("is every tool that has an effect, each with words for people, and no other", () => {
    expect(Object.keys(GATED_ACT).toSorted()).toEqual([...GATEABLE_TOOLS].toSorted());
    for (const name of TOOL_NAMES) {
      expect([name, ungateable(["task_message", name])]).toEqual([name, TOOLS[name].isRead ? name : null]);
    }
  });
});
