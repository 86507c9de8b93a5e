import { convexToJson, type GenericValidator, type Value, v } from "convex/values";
import { describe, expect, test } from "vitest";
import { encodeId } from "./id.ts";
import { fromWire } from "./json.ts";
import { checkArgs, checkDocument, checkReturns, type TableLookup, type ValidatorJSON } from "./validator.ts";

const numbers: Record<string, number> = { users: 10_001, groups: 10_002, _storage: 540 };
const lookup: TableLookup = {
  tableNumberOf: (name) => numbers[name] ?? null,
  tableNameOf: (number) => Object.keys(numbers).find((name) => numbers[name] === number) ?? null,
};
const user = encodeId(10_001, new Uint8Array(16));
const group = encodeId(10_002, new Uint8Array(16));

function json(validator: GenericValidator): ValidatorJSON {
  return (validator as unknown as { json: ValidatorJSON }).json;
}
const check = (validator: GenericValidator, value: Value) => checkDocument(json(validator), value, lookup);

describe("validation", () => {
  test.each<[string, GenericValidator, Value, boolean]>([
    ["null", v.null(), null, true],
    ["null of a string", v.null(), "x", false],
    ["float", v.number(), 1, true],
    ["float of an int64", v.number(), 1n, false],
    ["int64", v.int64(), 1n, true],
    ["int64 of a float", v.int64(), 1, false],
    ["boolean", v.boolean(), false, true],
    ["bytes", v.bytes(), new ArrayBuffer(2), true],
    ["bytes of an object", v.bytes(), {}, false],
    ["any", v.any(), { a: [null] }, true],
    ["literal", v.literal("a"), "a", true],
    ["another literal", v.literal("a"), "b", false],
    ["int64 literal", v.literal(1n), 1n, true],
    ["int64 literal of a float", v.literal(1n), 1, false],
    ["id", v.id("users"), user, true],
    ["id of another table", v.id("users"), group, false],
    ["id of an unknown table", v.id("nowhere"), user, false],
    ["text that is no id", v.id("users"), "x", false],
    ["array", v.array(v.string()), ["a", "b"], true],
    ["array with a wrong element", v.array(v.string()), ["a", 1], false],
    ["array of an object", v.array(v.any()), {}, false],
    ["record", v.record(v.string(), v.number()), { a: 1 }, true],
    ["record with a wrong value", v.record(v.string(), v.number()), { a: "1" }, false],
    ["record by id", v.record(v.id("users"), v.null()), { [user]: null }, true],
    ["record by a wrong id", v.record(v.id("users"), v.null()), { [group]: null }, false],
    ["record of an array", v.record(v.string(), v.number()), [], false],
    ["object", v.object({ a: v.optional(v.string()) }), {}, true],
    ["object of null", v.object({}), null, false],
    ["object of an array", v.object({}), [], false],
    ["object of bytes", v.object({}), new ArrayBuffer(0), false],
    ["inherited names are no fields", v.object({ constructor: v.any() }), {}, false],
    ["inherited names are extra", v.object({}), { toString: 1 }, false],
    ["union", v.union(v.string(), v.null()), null, true],
    ["union without a match", v.union(v.string(), v.null()), 1, false],
    ["commit timestamp", v.commitTs(), fromWire({ $commitTs: null }), true],
    ["resolved commit timestamp", v.commitTs(), 5n, true],
    ["commit timestamp of a float", v.commitTs(), 5, false],
  ])("%s", (...[, validator, value, isValid]) => {
    expect(check(validator, value) === null).toBe(isValid);
  });

  test("a missing field is named, with object and validator", () => {
    expect(check(v.object({ a: v.string(), b: v.optional(v.int64()) }), {})).toBe(
      "Object is missing the required field `a`. Consider wrapping the field validator in `v.optional(...)` if this is expected.\n\nObject: {}\nValidator: v.object({a: v.string(), b: v.optional(v.int64())})",
    );
  });

  test("an extra field is named", () => {
    expect(check(v.object({ a: v.string() }), { a: "x", role: 1 })).toBe(
      'Object contains extra field `role` that is not in the validator.\n\nObject: {a: "x", role: 1.0}\nValidator: v.object({a: v.string()})',
    );
  });

  test("a mismatch inside tells its path", () => {
    expect(check(v.object({ a: v.array(v.object({ b: v.string() })) }), { a: [{ b: "x" }, { b: 2 }] })).toBe(
      "Value does not match validator.\nPath: .a[1].b\nValue: 2.0\nValidator: v.string()",
    );
    expect(check(v.string(), 2n)).toBe("Value does not match validator.\nValue: 2n\nValidator: v.string()");
  });

  test("an id of another table names both tables", () => {
    expect(check(v.object({ id: v.id("users") }), { id: group })).toBe(
      `Found ID "${group}" from table \`groups\`, which does not match the table name in validator \`v.id("users")\`.Path: .id`,
    );
  });

  test("several failures of one object are listed", () => {
    const text = check(v.object({ name: v.string(), count: v.number() }), { name: 1, extra: true }) ?? "";
    expect(text.split("\n")).toEqual([
      "Object has multiple validation errors:",
      "- missing required field `count`",
      "- `1.0` does not match validator `v.string()` Path: .name",
      "- extra field `extra` that is not in the validator",
      "Object: {extra: true, name: 1.0}",
      "Validator: v.object({count: v.float64(), name: v.string()})",
    ]);
  });

  test("arguments and results carry their error's name; no validator accepts everything", () => {
    const wrong = json(v.object({ a: v.string() }));
    expect(checkArgs(wrong, { a: 1 }, lookup)).toMatch(
      /^ArgumentValidationError: Value does not match validator\.\nPath: \.a/,
    );
    expect(checkReturns(json(v.null()), 1, lookup)).toMatch(/^ReturnsValidationError: Value does not match/);
    expect(checkArgs(null, { a: 1 }, lookup)).toBeNull();
    expect(checkReturns(null, convexToJson(1), lookup)).toBeNull();
  });

  test("a huge value is cut in the text", () => {
    expect((check(v.null(), "x".repeat(100_000)) ?? "").length).toBeLessThan(17_000);
  });
});
