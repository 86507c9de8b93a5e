import { type GenericValidator, v } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyValue } from "./arbitraries.test-support.ts";
import { encodeId } from "./id.ts";
import { matches, stillMatches } from "./matches.ts";
import { describeProblems, type TableLookup, type ValidatorJSON } from "./validator.ts";

const lookup: TableLookup = { tableNumberOf: (name) => ({ users: 10_001, groups: 10_002 })[name] ?? null };
const ids = [10_001, 10_002, 10_003].map((number) => encodeId(number, new Uint8Array(16)));
const words = ["a", "b", "", 'say "x"'] as const;

/** Values that often come near a validator: its field names, its words, its ids. */
const likely = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(anyValue, fc.constantFrom(...ids, ...words, 1, 1n, null, undefined)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("kind", "a", "b", "toString"), tie("value"), { noNullPrototype: true }),
  ),
})).value as typeof anyValue;

const scalar = fc.constantFrom<GenericValidator>(
  v.any(),
  v.null(),
  v.number(),
  v.int64(),
  v.boolean(),
  v.string(),
  v.bytes(),
  v.commitTs(),
  v.id("users"),
  v.id("nowhere"),
  v.literal("a"),
  v.literal(1),
  v.literal(1n),
  v.literal(true),
);
const tagged = fc
  .uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 })
  .chain((kinds) => fc.tuple(...kinds.map((kind) => fc.tuple(fc.constant(kind), scalar, fc.boolean()))))
  .map((members) =>
    v.union(
      ...members.map(([kind, field, hasMore]) =>
        v.object({ kind: v.literal(kind), a: field, ...(hasMore ? { b: v.optional(field) } : {}) }),
      ),
    ),
  );
const validator: fc.Arbitrary<GenericValidator> = fc.letrec<{ any: GenericValidator }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    scalar,
    tagged,
    tie("any").map((element) => v.array(element)),
    fc
      .tuple(fc.constantFrom(v.string(), v.id("users")), tie("any"))
      .map(([key, of]) => v.record(key, of as never)),
    fc.array(tie("any"), { maxLength: 4 }).map((members) => v.union(...members)),
    fc
      .dictionary(fc.constantFrom("kind", "a", "b"), fc.tuple(tie("any"), fc.boolean()))
      .map((fields) =>
        v.object(
          Object.fromEntries(
            Object.entries(fields).map(([name, [field, isOptional]]) => [
              name,
              isOptional ? v.optional(field as never) : field,
            ]),
          ) as never,
        ),
      ),
  ),
})).any;

test("a value matches exactly when the check with texts has nothing to say", () => {
  let matching = 0;
  fc.assert(
    fc.property(validator, likely, (made, value) => {
      const { json } = made as unknown as { json: ValidatorJSON };
      const isMatch = matches(json, value, lookup);
      if (isMatch) matching += 1;
      expect(isMatch).toBe(describeProblems(json, value, lookup) === null);
    }),
    { numRuns: 4_000 },
  );
  expect(matching).toBeGreaterThan(200);
});

test("a document that matched before matches still exactly when its changed fields do", () => {
  let matching = 0;
  const names = fc.constantFrom("a", "b", "toString");
  const values = fc.constantFrom(...ids, ...words, 1, null, true, undefined);
  const fields = fc.dictionary(names, values, { noNullPrototype: true });
  const object = fc
    .dictionary(names, fc.tuple(scalar, fc.boolean()))
    .map((made) =>
      v.object(
        Object.fromEntries(
          Object.entries(made).map(([name, [field, isOptional]]) => [
            name,
            isOptional ? v.optional(field as never) : field,
          ]),
        ) as never,
      ),
    );
  fc.assert(
    fc.property(fc.oneof(object, tagged), fields, fields, (made, before, changes) => {
      const { json } = made as unknown as { json: ValidatorJSON };
      if (!matches(json, before, lookup)) return;
      matching += 1;
      const document = { ...before, ...changes };
      const isMatch = stillMatches(json, { document, changed: Object.keys(changes) }, lookup);
      expect(isMatch).toBe(matches(json, document, lookup));
    }),
    { numRuns: 8_000 },
  );
  expect(matching).toBeGreaterThan(40);
});
