import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMAND_HELP, COMMAND_NAMES, completeCommand, parseCommand } from "./commands.ts";
import { dueInstant } from "./due.ts";

const command = (source: string) => {
  const parsed = parseCommand(source);
  return parsed.kind === "command" ? parsed.command : parsed;
};
const due = (word: string) => command(`/due ${word}`);
/** A Thursday. */
const NOW = Date.parse("2026-11-19T23:30Z");

describe("slash commands", () => {
  test.each([
    ["/assign @theo, @ines @theo", { name: "assign", handles: ["theo", "ines"], isNone: false }],
    ["/assign none", { name: "assign", handles: [], isNone: true }],
    ["/status in progress", { name: "status", to: "in_progress", reason: null }],
    ["/status blocked: no key yet", { name: "status", to: "blocked", reason: "no key yet" }],
    ["/block waiting\nfor the key", { name: "block", reason: "waiting\nfor the key" }],
    ["/stop", { name: "stop", reason: null }],
    ["  /DONE ", { name: "done" }],
    ["/priority high", { name: "priority", priority: 2 }],
    ["/priority P1", { name: "priority", priority: 1 }],
    ["/label docs -draft", { name: "label", add: ["docs"], remove: ["draft"] }],
    ["/label to do, -old news", { name: "label", add: ["to do"], remove: ["old news"] }],
    ["/subtask Write the plan", { name: "subtask", title: "Write the plan" }],
    ["/doc Plan\n# One\n\ntwo", { name: "doc", title: "Plan", content: "# One\n\ntwo" }],
    ["/note quiet @agents", { name: "note", body: "quiet @agents" }],
    ["/help", { name: "help" }],
  ])("%j is understood", (source, expected) => {
    expect(command(source)).toEqual(expected);
  });

  test.each([
    "/assign",
    "/assign everyone!",
    "/status finished",
    "/block",
    "/priority 9",
    "/priority",
    "/due 2026-02-30",
    "/due sometime",
    "/label",
    "/subtask",
    "/doc",
    "/note",
  ])("%j is refused with a sentence and its usage", (source) => {
    const parsed = parseCommand(source);
    expect(parsed.kind).toBe("problem");
    if (parsed.kind === "problem")
      expect([parsed.message.length > 5, parsed.usage.startsWith("/")]).toEqual([true, true]);
  });

  test.each(["hello", "/unknown thing", "a /done", "/usr/bin is a path", "// comment", "/", ""])(
    "%j is a plain message",
    (source) => {
      expect(parseCommand(source)).toEqual({ kind: "text" });
    },
  );

  test("any text is read in one of three ways, and only a known word makes it more than a message", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("/", " /", ""),
        fc.constantFrom(...COMMAND_NAMES, "x"),
        fc.string(),
        (slash, word, rest) => {
          const { kind } = parseCommand(`${slash}${word} ${rest}`);
          if (slash === "" || word === "x") expect(kind).toBe("text");
          else expect(["command", "problem"]).toContain(kind);
        },
      ),
    );
  });

  test("the example of each usage is itself understood, or names what it needs", () => {
    for (const name of COMMAND_NAMES) expect(COMMAND_HELP[name].usage.startsWith(`/${name}`)).toBe(true);
    for (const name of [
      "status",
      "priority",
      "due",
      "label",
      "subtask",
      "doc",
      "note",
      "help",
      "done",
      "block",
    ] as const) {
      expect(parseCommand(COMMAND_HELP[name].usage).kind).toBe("command");
    }
  });

  test("completion offers what begins like the typed word", () => {
    expect(completeCommand("/d")).toEqual(["done", "due", "doc"]);
    expect(completeCommand("/")).toHaveLength(12);
    expect(completeCommand("hello /d")).toEqual([]);
  });

  test("a due word means the end of that day where the person is", () => {
    const at = (word: string, zone: string) => {
      const parsed = due(word);
      if (!("due" in parsed)) throw new TypeError(word);
      const instant = dueInstant(parsed.due, NOW, zone);
      return instant === null ? null : new Date(instant).toISOString().slice(0, 16);
    };
    expect(at("today", "UTC")).toBe("2026-11-19T23:59");
    expect(at("today", "Europe/Berlin")).toBe("2026-11-20T22:59");
    expect(at("tomorrow", "UTC")).toBe("2026-11-20T23:59");
    expect(at("thu", "UTC")).toBe("2026-11-26T23:59");
    expect(at("friday", "UTC")).toBe("2026-11-20T23:59");
    expect(at("2w", "UTC")).toBe("2026-12-03T23:59");
    expect(at("2026-12-24", "America/New_York")).toBe("2026-12-25T04:59");
    expect(at("none", "UTC")).toBeNull();
  });
});
