import { convexToJson, type JSONValue, jsonToConvex, type Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyValue } from "../values/arbitraries.test-support.ts";
import { createFastConversions } from "./fastValues.ts";

/** Of a file that the library does not export. */
const inside = new URL("../values/value.js", import.meta.resolve("convex/values"));
const { patchValueToJson } = (await import(inside.href)) as {
  patchValueToJson(value: Record<string, Value | undefined>): JSONValue;
};
const fast = createFastConversions({ jsonToConvex, convexToJson, patchValueToJson });

/** A result or the text of the error, so that refusals are compared too. */
function outcome(work: () => unknown): unknown {
  try {
    return { value: work() };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
const parsed = (text: string) => JSON.parse(text) as JSONValue;
/** JSON as the backend reads it: the order of fields means nothing. */
const textOf = (json: JSONValue) =>
  JSON.stringify(json, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  );

describe("fast conversions", () => {
  test("decode what the library decodes", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = JSON.stringify(convexToJson(value));
        expect(fast.jsonToConvex(parsed(text))).toEqual(jsonToConvex(parsed(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  test("encode patches to the text the library encodes to, removed fields included", () => {
    const patch = fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), fc.option(anyValue, { nil: undefined }));
    fc.assert(
      fc.property(patch, (value) => {
        expect(textOf(fast.patchValueToJson({ ...value }))).toBe(textOf(patchValueToJson({ ...value })));
      }),
      { numRuns: 500 },
    );
  });

  test("encode to the text the library encodes to", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(textOf(fast.convexToJson(value))).toBe(textOf(convexToJson(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  test("agree on any JSON, in value and in refusal", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (json) => {
        const text = JSON.stringify(json);
        // The library would make "__proto__" the prototype; the host refuses that name before.
        fc.pre(!text.includes("__proto__"));
        expect(outcome(() => fast.jsonToConvex(parsed(text)))).toEqual(
          outcome(() => jsonToConvex(parsed(text))),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test.each<[string, unknown]>([
    ["tagged values", { $integer: "AQAAAAAAAAA=" }],
    ["a tag deep inside", { a: [{ b: { $float: "AAAAAAAA+H8=" } }] }],
    ["the commit timestamp", [{ $commitTs: null }]],
    ["an unknown tag", { $x: 1 }],
    ["two tags", { $integer: "AQAAAAAAAAA=", $bytes: "" }],
    ["a malformed tag", { a: { $bytes: 1 } }],
    ["a non-ASCII name", { a: { "\u00e9": 1 } }],
    ["an over-long name", { ["x".repeat(1025)]: 1 }],
    ["an empty name", { "": 1 }],
  ])("decode like the library: %s", (_name, json) => {
    const text = JSON.stringify(json);
    expect(outcome(() => fast.jsonToConvex(parsed(text)))).toEqual(outcome(() => jsonToConvex(parsed(text))));
  });

  class Point {
    x = 1;
  }
  test.each<[string, unknown]>([
    ["undefined", undefined],
    ["an undefined field", { a: undefined, b: 1 }],
    ["an undefined element", [undefined]],
    ["a hole", new Array(2)],
    ["a class instance", new Point()],
    ["a date", { at: new Date(0) }],
    ["a map", new Map()],
    ["a function", { f: () => 1 }],
    ["a symbol", Symbol("s")],
    ["toJSON", { toJSON: () => 1 }],
    ["a tag in disguise", { $integer: "AQAAAAAAAAA=" }],
    ["an invalid name", { a: [{ "\n": 1 }] }],
    ["an object without prototype", Object.assign(Object.create(null) as object, { a: 1 })],
    ["bytes", new Uint8Array([1]).buffer],
    ["a typed array", new Uint8Array(1)],
    ["a too large bigint", 2n ** 64n],
  ])("encode like the library: %s", (_name, value) => {
    const encodedBy = (encode: (value: Value) => JSONValue) =>
      outcome(() => JSON.stringify(encode(value as Value)));
    expect(encodedBy(fast.convexToJson)).toEqual(encodedBy(convexToJson));
  });
});
