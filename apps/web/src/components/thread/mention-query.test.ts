import { describe, expect, test } from "vitest";
import { completeMention, type MentionChoice, matchMentions, mentionQueryAt } from "./mention-query.ts";

const choice = (slug: string, name: string): MentionChoice => ({
  kind: "agent",
  slug,
  name,
  hint: "",
  icon: null,
});
const TEAM = [
  choice("theo", "Theo Bauer"),
  choice("mara", "Mara"),
  choice("thea", "Thea"),
  choice("ines", "Ines Amato"),
];

describe("the mention at the caret", () => {
  test("begins after the sign and ends at the caret", () => {
    expect(mentionQueryAt("hi @th, there", 6)).toEqual({ start: 3, end: 6, text: "th" });
  });
  test("the sign alone already asks", () => {
    expect(mentionQueryAt("@", 1)).toEqual({ start: 0, end: 1, text: "" });
  });
  test.each(["ada@example", "hi @th ere", "no sign"])("%j has none at its end", (text) => {
    expect(mentionQueryAt(text, text.length)).toBeNull();
  });
});

describe("who it could mean", () => {
  test("a beginning of slug or of any word of the name, in the roster's order", () => {
    expect(matchMentions(TEAM, "th").map((each) => each.slug)).toEqual(["theo", "thea"]);
    expect(matchMentions(TEAM, "AMA").map((each) => each.slug)).toEqual(["ines"]);
  });
  test("what only contains the text comes after", () => {
    expect(matchMentions(TEAM, "ea").map((each) => each.slug)).toEqual(["thea"]);
    expect(matchMentions(TEAM, "zz")).toEqual([]);
  });
});

describe("completing", () => {
  test("puts the handle with one space and the caret after it", () => {
    expect(completeMention("hi @th there", { start: 3, end: 6, text: "th" }, choice("theo", "Theo"))).toEqual(
      { text: "hi @theo there", caret: 9 },
    );
  });
});
