import type { Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { documentLimitProblem, documentSize } from "./size.ts";

function nested(levels: number): Value {
  let value: Value = 1;
  for (let i = 0; i < levels; i += 1) value = [value];
  return value;
}

describe("document limits", () => {
  test("size counts system fields and UTF-8 bytes", () => {
    expect(documentSize({ a: "\u00e9" }) - documentSize({ a: "" })).toBe(2);
    expect(documentSize({})).toBeGreaterThan(50);
  });

  test.each<[string, Record<string, Value>, RegExp | null]>([
    ["an ordinary document", { a: [1, { b: "x" }] }, null],
    ["one just below 1 MiB", { a: "x".repeat(1024 * 1024 - 100) }, null],
    ["one above 1 MiB", { a: "x".repeat(1024 * 1024) }, /too large/],
    [
      "too many fields",
      Object.fromEntries(Array.from({ length: 1025 }, (_, i) => [`f${i}`, 1])),
      /too many fields/,
    ],
    ["a too long field name", { ["x".repeat(65)]: 1 }, /too long/],
    ["a long nested key", { a: { ["x".repeat(65)]: 1 } }, null],
    ["a too long array", { a: new Array<number>(8193).fill(0) }, /too long/],
    ["nesting at the limit", { a: nested(15) }, null],
    ["nesting above the limit", { a: nested(16) }, /too nested/],
  ])("%s", (_name, document, expected) => {
    const problem = documentLimitProblem(document);
    if (expected === null) expect(problem).toBeNull();
    else expect(problem).toMatch(expected);
  });
});
