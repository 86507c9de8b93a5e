import { CommitTsPlaceholder, convexToJson, type JSONValue, jsonToConvex, type Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyValue } from "./arbitraries.test-support.ts";
import {
  canonicalText,
  fromWire,
  fromWireOrUndefined,
  holdsCommitTs,
  holdsTags,
  toWire,
  ValueError,
} from "./json.ts";

describe("wire encoding", () => {
  test("agrees with the client library in both directions", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const wire = toWire(value);
        expect(wire).toEqual(convexToJson(value));
        expect(fromWire(wire)).toEqual(jsonToConvex(wire));
        expect(toWire(fromWire(wire))).toEqual(wire);
      }),
      { numRuns: 500 },
    );
  });

  test("the canonical text parses to the wire value and does not depend on the order of fields", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = canonicalText(value);
        expect(JSON.parse(text)).toEqual(toWire(value));
        expect(canonicalText(fromWire(JSON.parse(text) as JSONValue))).toBe(text);
      }),
      { numRuns: 500 },
    );
    expect(canonicalText({ b: 1, a: 2, 10: 3, 9: 4 })).toBe('{"10":3,"9":4,"a":2,"b":1}');
  });

  test("a text without tags parses to the value itself", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = canonicalText(value);
        if (!holdsTags(text)) expect(fromWire(JSON.parse(text) as JSONValue)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
    const tagged: Value[] = [1n, Number.NaN, -0, new ArrayBuffer(1), new CommitTsPlaceholder()];
    for (const value of tagged) expect(holdsTags(canonicalText({ a: [value] }))).toBe(true);
    expect(holdsCommitTs(canonicalText({ a: new CommitTsPlaceholder() }))).toBe(true);
    expect(holdsCommitTs(canonicalText({ a: "$5", b: { c: 1n } }))).toBe(false);
  });

  test("undefined fields are left out, an undefined array element is refused", () => {
    expect(toWire({ a: undefined, b: null })).toEqual({ b: null });
    expect(() => toWire([undefined as never])).toThrow(ValueError);
  });

  test("the commit timestamp placeholder travels as its marker", () => {
    const placeholder = fromWire({ $commitTs: null });
    expect(placeholder).toBeInstanceOf(CommitTsPlaceholder);
    expect(toWire({ at: placeholder })).toEqual({ at: { $commitTs: null } });
  });

  test("the undefined marker is only read where it is allowed", () => {
    expect(fromWireOrUndefined({ $undefined: null })).toBeUndefined();
    expect(() => fromWire({ $undefined: null })).toThrow(ValueError);
  });

  test.each<[string, unknown]>([
    ["unpaired surrogate", "\ud800"],
    ["reserved field", { $x: 1 }],
    ["reserved field among others", { $integer: "AAAAAAAAAAA=", b: 1 }],
    ["prototype", JSON.parse('{"__proto__":{"isAdmin":true}}')],
    ["control character in a field name", { "a\n": 1 }],
    ["non-ASCII field name", { "\u00e9": 1 }],
    ["over-long field name", { ["x".repeat(1025)]: 1 }],
    ["short integer", { $integer: "AAAA" }],
    ["integer of the wrong type", { $integer: 5 }],
    ["bytes that are no base64", { $bytes: "!!!!" }],
    ["float that needs no tag", { $float: "AAAAAAAA8D8=" }],
    ["commit timestamp with content", { $commitTs: 1 }],
    ["set", { $set: [] }],
  ])("refuses on reading: %s", (_name, json) => {
    expect(() => fromWire(json as JSONValue)).toThrow(ValueError);
  });

  test.each<[string, unknown]>([
    ["Date", new Date(0)],
    ["Map", new Map()],
    ["Set", new Set()],
    ["typed array", new Uint8Array(2)],
    ["function", () => 1],
    ["symbol", Symbol("x")],
    ["too large bigint", 2n ** 63n],
    ["unpaired surrogate", "a\udc00"],
  ])("refuses on writing: %s", (_name, value) => {
    expect(() => toWire(value as never)).toThrow(ValueError);
    expect(() => canonicalText({ deep: [value as never] })).toThrow(ValueError);
  });

  test("nesting beyond the limit is an error of the value, not of the stack", () => {
    const deep = (levels: number): JSONValue => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    expect(() => fromWire(deep(100_000))).toThrow(ValueError);
    expect(fromWire(deep(64))).toBeDefined();
  });
});
