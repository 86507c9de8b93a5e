import { describe, expect, test } from "vitest";
import {
  complete,
  completionsAt,
  type MentionChoice,
  matchMentions,
  mentionQueryAt,
  referenceQueryAt,
  referenceTo,
} from "./completion.ts";

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

describe("what a hit of the search becomes", () => {
  const hit = (target: Parameters<typeof referenceTo>[0]["target"]) =>
    referenceTo({ title: { text: "Plan" }, target }, "acme").map(({ insert, hint }) => [insert, hint]);
  test("a task its number, a document a link with its title, anything else nothing", () => {
    expect(hit({ kind: "task", number: 4 })).toEqual([["#4 ", "MC-4"]]);
    expect(hit({ kind: "document", documentId: "k17" })).toEqual([["[Plan](/acme/docs/k17) ", "Document"]]);
    expect(hit({ kind: "agent" })).toEqual([]);
  });
});

describe("completing", () => {
  test("puts the handle with one space and the caret after it", () => {
    expect(complete("hi @th there", { start: 3, end: 6 }, "@theo ")).toEqual({
      text: "hi @theo there",
      caret: 9,
    });
  });
});

describe("commands", () => {
  const at = (text: string, hasCommands = true) =>
    completionsAt(text, text.length, { mentions: TEAM, hasCommands });
  const inserts = (text: string) => at(text)?.items.map(({ insert }) => insert);
  test("the first word is completed, and then the words of those that choose from a list", () => {
    expect(inserts("/st")).toEqual(["/status ", "/stop "]);
    expect(inserts("/status re")).toEqual(["review"]);
    expect(inserts("/priority h")).toEqual(["high"]);
    expect(inserts("/due to")).toEqual(["today", "tomorrow"]);
    expect(inserts("/assign @th")).toEqual(["@theo ", "@thea "]);
  });
  test("a text, a chat and a finished word ask for nothing", () => {
    expect(at("see /status")).toBeNull();
    expect(at("/st", false)).toBeNull();
    expect(inserts("/status review")).toEqual([]);
  });
});

describe("a task in a text", () => {
  test("begins with the sign and a word", () => {
    expect(referenceQueryAt("as in #42", 9)).toEqual({ start: 6, end: 9, text: "42" });
    expect(referenceQueryAt("#launch", 7)).toEqual({ start: 0, end: 7, text: "launch" });
  });
  test.each(["# heading", "a#b", "#", "no"])("%j has none", (text) => {
    expect(referenceQueryAt(text, text.length)).toBeNull();
  });
});
