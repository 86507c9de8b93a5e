import { describe, expect, test } from "vitest";
import { addedPair, BLANK_SKILL, draftOf, formOf, isSameDraft } from "./skill-form";

const stored = {
  name: "Tracker",
  category: "mcp_server" as const,
  description: "Tickets.",
  text: "Use it.",
  isDefault: true,
  config: {
    settings: [{ name: "Board", value: "MC" }],
    server: { url: "https://x.org/mcp", headers: [{ name: "X-Team", value: "core" }] },
  },
};

describe("the form of a skill", () => {
  test("saves what was stored when nothing was changed", () => {
    expect(draftOf(formOf(stored))).toEqual(stored);
  });

  test("drops the server of another category and rows that were left empty", () => {
    const form = {
      ...formOf(stored),
      category: "tool" as const,
      settings: addedPair(formOf(stored).settings),
    };
    expect(draftOf(form).config).toEqual({ settings: [{ name: "Board", value: "MC" }], server: null });
  });

  test("an added row is no change until something stands in it", () => {
    const form = { ...BLANK_SKILL, settings: addedPair([]) };
    expect(isSameDraft(form, BLANK_SKILL)).toBe(true);
    expect(isSameDraft({ ...form, settings: [{ key: 1, name: "a", value: "" }] }, BLANK_SKILL)).toBe(false);
    expect(new Set(addedPair(addedPair([])).map(({ key }) => key)).size).toBe(2);
  });
});
