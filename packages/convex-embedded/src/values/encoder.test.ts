import { type GenericValidator, v } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyValue } from "./arbitraries.test-support.ts";
import { encoderOf } from "./encoder.ts";
import { encodeId } from "./id.ts";
import { canonicalText, type Value } from "./json.ts";
import { matches } from "./matches.ts";
import type { TableLookup, ValidatorJSON } from "./validator.ts";

const lookup: TableLookup = { tableNumberOf: (name) => ({ users: 10_001 })[name] ?? null };
const ids = [10_001, 10_003].map((number) => encodeId(number, new Uint8Array(16)));
const words = ["a", "b", "", 'say "x"', "\u00e9", "\ud800"] as const;

const scalar = fc.constantFrom<GenericValidator>(
  v.null(),
  v.number(),
  v.boolean(),
  v.string(),
  v.id("users"),
  v.id("nowhere"),
  v.literal("a"),
  v.literal('say "x"'),
  v.literal(true),
  v.literal(1),
  v.literal(0),
  v.union(v.literal(1), v.literal(2.5)),
);
const tagged = fc
  .uniqueArray(fc.constantFrom("a", "b", "c", 'say "x"'), { minLength: 2, maxLength: 4 })
  .chain((kinds) => fc.tuple(...kinds.map((kind) => fc.tuple(fc.constant(kind), scalar, fc.boolean()))))
  .map((members) =>
    v.union(
      ...members.map(([kind, field, hasMore]) =>
        v.object({ kind: v.literal(kind), a: field, ...(hasMore ? { b: v.optional(field) } : {}) }),
      ),
    ),
  );
const fieldNames = fc.constantFrom("kind", "a", "b", "Z", "1", "toString", "constructor");
const field: fc.Arbitrary<GenericValidator> = fc.letrec<{ any: GenericValidator }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tagged,
    tie("any").map((element) => v.array(element)),
    tie("any").map((of) => v.record(v.string(), of as never)),
    fc.array(tie("any"), { minLength: 1, maxLength: 4 }).map((members) => v.union(...members)),
    objectOf(tie("any")),
  ),
})).any;
const validator = objectOf(field);

function objectOf(of: fc.Arbitrary<GenericValidator>) {
  return fc
    .dictionary(fieldNames, fc.tuple(of, fc.boolean()), { maxKeys: 4, noNullPrototype: true })
    .map((fields) =>
      v.object(
        Object.fromEntries(
          Object.entries(fields).map(([name, [one, isOptional]]) => [
            name,
            isOptional ? v.optional(one as never) : one,
          ]),
        ),
      ),
    );
}

/** Values that mostly fit the validator, with now and then something else in their place. */
function near(json: ValidatorJSON): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: fitting(json) }, anyValue, fc.constant(undefined));
}

function fitting(json: ValidatorJSON): fc.Arbitrary<unknown> {
  switch (json.type) {
    case "null":
      return fc.constant(null);
    case "number":
      return fc.double();
    case "boolean":
      return fc.boolean();
    case "string":
      return fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" }));
    case "id":
      return fc.constantFrom(...ids);
    case "literal":
      return fc.constant(json.value);
    case "array":
      return fc.array(near(json.value), { maxLength: 3 });
    case "record":
      return fc.dictionary(fieldNames, near(json.values.fieldType), { maxKeys: 3 });
    case "union":
      return fc.oneof(...json.value.map(near));
    case "object":
      return fc
        .tuple(
          fc.record(
            Object.fromEntries(Object.entries(json.value).map(([name, one]) => [name, near(one.fieldType)])),
            { requiredKeys: [] },
          ),
          fc.record(
            Object.fromEntries(Object.entries(json.value).map(([name, one]) => [name, near(one.fieldType)])),
          ),
          fc.oneof(
            { weight: 9, arbitrary: fc.constant({}) },
            fc.dictionary(fieldNames, anyValue, { maxKeys: 1 }),
          ),
          fc.nat(4),
        )
        .map(([some, all, more, which]) => ({ ...(which === 0 ? some : all), ...more }));
    case "any":
    case "bigint":
    case "bytes":
    case "commitTs":
      return anyValue;
  }
}

const system = { _id: ids[0] ?? "", _creationTime: 1_764_000_000_000.25 };
const cases = validator.chain((made) => {
  const { json } = made as unknown as { json: ValidatorJSON };
  return fc.tuple(fc.constant(json), fitting(json) as fc.Arbitrary<Record<string, Value>>);
});

/** What the long way makes of the same document; null when it is refused. */
function longWay(json: ValidatorJSON, fields: Record<string, Value>): string | null {
  try {
    const defined = Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== undefined));
    const text = canonicalText({ ...defined, ...system });
    return matches(json, defined, lookup) ? text : null;
  } catch {
    return null;
  }
}

test("what is written in one step is what the long way writes", () => {
  let written = 0;
  fc.assert(
    fc.property(cases, fc.boolean(), ([json, fields], hasSystem) => {
      const encode = encoderOf(json);
      const text = encode?.(hasSystem ? { ...fields, ...system } : fields, system, lookup) ?? null;
      if (text === null) return;
      written += 1;
      expect(text).toBe(longWay(json, fields));
    }),
    { numRuns: 1_500 },
  );
  expect(written).toBeGreaterThan(150);
});

test("plain documents that match are not left to the long way", () => {
  const { json } = v.object({
    title: v.string(),
    to: v.union(v.id("users"), v.null()),
    state: v.union(
      v.object({ status: v.literal("open") }),
      v.object({ status: v.literal("done"), at: v.number() }),
      v.object({ status: v.literal("blocked"), why: v.string() }),
    ),
    labels: v.array(v.string()),
    priority: v.union(v.literal(1), v.literal(2), v.literal(3)),
    values: v.optional(v.record(v.string(), v.number())),
    more: v.optional(v.boolean()),
  }) as unknown as { json: ValidatorJSON };
  const fields = {
    title: 'A "title"\n\u00e9',
    to: ids[0] ?? "",
    state: { at: 1.5, status: "done" },
    labels: ["x", ""],
    priority: 2,
    values: { b: 1, a: -2e30 },
    more: undefined,
  };
  const text = encoderOf(json)?.(fields, system, lookup) ?? null;
  expect(text).toBe(longWay(json, fields as never));
  expect(text).toContain('"state":{"at":1.5,"status":"done"}');
});

test.each<[string, ValidatorJSON]>([
  ["anything", v.object({ a: v.any() }) as never],
  ["64-bit integers", v.object({ a: v.int64() }) as never],
  ["bytes", v.object({ a: v.bytes() }) as never],
])("tables with %s go the long way", (_name, validator) => {
  expect(encoderOf((validator as unknown as { json: ValidatorJSON }).json)).toBeNull();
});
