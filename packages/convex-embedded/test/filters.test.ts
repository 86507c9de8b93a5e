import { describe, expect, it } from "vitest";
import { compileFilter } from "../src/query/filter.ts";
import type { JSONValue, Value } from "../src/values/json.ts";

const holds = (expression: JSONValue, document: Value) => compileFilter(expression)(document);
const field = (name: string) => ({ $field: name });
const literal = (value: JSONValue) => ({ $literal: value });

describe("[QU3] filter expressions", () => {
  it("[QU3] compare values of different types by the total order", () => {
    expect(holds({ $lt: [field("a"), literal("text")] }, { a: 5 })).toBe(true);
    expect(holds({ $lt: [field("missing"), literal(null)] }, {})).toBe(true);
    expect(holds({ $eq: [field("a.b"), literal(1)] }, { a: { b: 1 } })).toBe(true);
    expect(holds({ $eq: [field("a"), literal({ $integer: "AQAAAAAAAAA=" })] }, { a: 1 })).toBe(false);
  });

  it("[QU3] want booleans for logic and stop at the first that decides", () => {
    expect(() => holds({ $and: [field("a"), literal(true)] }, { a: 1 })).toThrow("expects a boolean");
    expect(holds({ $or: [literal(true), field("a")] }, { a: 1 })).toBe(true);
    expect(() => holds(field("a"), { a: "yes" })).toThrow("expects a boolean");
  });

  it("[QU3] refuse arithmetic across number types, overflow and division of int64 by zero", () => {
    const sum = { $eq: [{ $add: [field("a"), field("b")] }, literal(3)] };
    expect(holds(sum, { a: 1, b: 2 })).toBe(true);
    expect(() => holds(sum, { a: 1n, b: 2 })).toThrow("Can't evaluate");
    expect(() => holds(sum, { a: 2n ** 63n - 1n, b: 1n })).toThrow("overflow");
    expect(() => holds({ $eq: [{ $div: [field("a"), field("b")] }, literal(1)] }, { a: 1n, b: 0n })).toThrow(
      "Division by zero",
    );
  });

  it("[QU3] refuse what the library could not have written", () => {
    expect(() => compileFilter({ $nope: [] })).toThrow('Unknown filter operator "$nope"');
    expect(() => compileFilter({ $eq: [literal(1)] })).toThrow("Malformed");
  });
});
