import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readKept, writeKept } from "./kept";

const kept = new Map<string, string>();
let room = 1_000;

beforeEach(() => {
  kept.clear();
  room = 1_000;
  vi.stubGlobal("window", {});
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    removeItem: (name: string) => kept.delete(name),
    setItem: (name: string, text: string) => {
      if (text.length > room) throw new DOMException("full", "QuotaExceededError");
      kept.set(name, text);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

it("one person's words are not found by another in the same browser", () => {
  writeKept({ kind: "draft", memberId: "ada", of: "task1" }, "for my eyes");
  expect(readKept({ kind: "draft", memberId: "bo", of: "task1" })).toBeNull();
  expect(readKept({ kind: "draft", memberId: "ada", of: "task1" })).toBe("for my eyes");
});

it("a full storage keeps nothing, not even what was there before, and does not throw", () => {
  const key = { kind: "outbox", memberId: "ada", of: "task1" } as const;
  writeKept(key, "an older text");
  room = 5;
  writeKept(key, "a text that finds no room");
  expect(readKept(key)).toBeNull();
});
