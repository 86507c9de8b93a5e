/**
 * Validators as convex-test and as this host understand them. `record` is left out, convex-test never checks it, and
 * so are inherited names like "constructor", which it takes for fields, and int64 literals, which it never matches.
 */

import { defineSchema, defineTable, mutationGeneric } from "convex/server";
import { type GenericValidator, type Value, v } from "convex/values";
import { convexTest as officialConvexTest } from "convex-test";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { anyValue } from "../values/arbitraries.test-support.ts";
import { convexTest, stopTestInstances } from "./index.ts";

/** A validator with values that match it, so that acceptance is tested as often as refusal. */
interface Sample {
  readonly validator: GenericValidator;
  readonly value: fc.Arbitrary<Value>;
}

const leaf: fc.Arbitrary<Sample> = fc.constantFrom<Sample>(
  { validator: v.null(), value: fc.constant(null) },
  { validator: v.number(), value: fc.double() },
  { validator: v.int64(), value: fc.bigInt({ min: -5n, max: 5n }) },
  { validator: v.boolean(), value: fc.boolean() },
  { validator: v.string(), value: fc.constantFrom("", "a", "x") },
  { validator: v.bytes(), value: fc.constant(new ArrayBuffer(1)) },
  { validator: v.literal("x"), value: fc.constant("x") },
  { validator: v.literal(true), value: fc.constant(true) },
  { validator: v.any(), value: anyValue },
);
const names = ["a", "b", "c"] as const;

const sample = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    tie("sample").map(({ validator, value }) => ({
      validator: v.array(validator as never) as GenericValidator,
      value: fc.array(value, { maxLength: 2 }),
    })),
    fc.array(tie("sample"), { minLength: 2, maxLength: 3 }).map((members) => ({
      validator: v.union(...(members.map((member) => member.validator) as never[])) as GenericValidator,
      value: fc.oneof(...members.map((member) => member.value)),
    })),
    fc
      .tuple(
        fc.subarray([...names], { minLength: 1 }),
        fc.array(fc.tuple(tie("sample"), fc.boolean()), { minLength: 3, maxLength: 3 }),
      )
      .map(([keys, members]) => {
        const fields = keys.map((key, i) => ({
          key,
          isOptional: members[i]?.[1] === true,
          member: members[i]?.[0],
        }));
        return {
          validator: v.object(
            Object.fromEntries(
              fields.map(({ key, isOptional, member }) => {
                const inner = (member?.validator ?? v.any()) as never;
                return [key, isOptional ? v.optional(inner) : inner];
              }),
            ),
          ) as GenericValidator,
          value: fc.record(
            Object.fromEntries(fields.map(({ key, member }) => [key, member?.value ?? anyValue])),
            { requiredKeys: fields.filter(({ isOptional }) => !isOptional).map(({ key }) => key) },
          ) as fc.Arbitrary<Value>,
        };
      }),
  ),
})).sample;

const attempt = sample.chain((given) =>
  fc.record({
    validator: fc.constant(given.validator),
    values: fc.array(fc.oneof({ weight: 2, arbitrary: given.value }, { weight: 1, arbitrary: anyValue }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
);

afterAll(stopTestInstances);

test("documents, arguments and results are accepted by both or by neither", {
  timeout: 3_600_000,
}, async () => {
  const accepted = { yes: 0, no: 0 };
  const verdicts = async (
    start: typeof convexTest,
    given: { validator: GenericValidator; values: Value[] },
  ) => {
    const schema = defineSchema({ rows: defineTable({ field: given.validator as never }) });
    let result: Value = null;
    const modules = {
      "/convex/_generated/api.js": async () => ({}),
      "/convex/m.ts": async () => ({
        takes: mutationGeneric({ args: { field: given.validator as never }, handler: async () => null }),
        returns: mutationGeneric({ returns: given.validator as never, handler: async () => result as never }),
      }),
    };
    const t = start(schema, modules) as unknown as {
      run(
        work: (ctx: { db: { insert(table: string, fields: object): Promise<unknown> } }) => Promise<null>,
      ): Promise<null>;
      mutation(name: unknown, args: object): Promise<unknown>;
    };
    const { anyApi } = await import("convex/server");
    const reference = anyApi as unknown as { m: { takes: unknown; returns: unknown } };
    const isAccepted = (work: Promise<unknown>) =>
      work.then(
        () => true,
        () => false,
      );
    const answers: boolean[] = [];
    for (const value of given.values) {
      result = value;
      answers.push(
        await isAccepted(
          t.run(async (ctx) => {
            await ctx.db.insert("rows", { field: value });
            return null;
          }),
        ),
        await isAccepted(t.mutation(reference.m.takes, { field: value })),
        await isAccepted(t.mutation(reference.m.returns, {})),
      );
    }
    return answers;
  };
  await fc.assert(
    fc.asyncProperty(attempt, async (given) => {
      const expected = await verdicts(officialConvexTest as unknown as typeof convexTest, given);
      expect(await verdicts(convexTest, given)).toEqual(expected);
      for (const isYes of expected) accepted[isYes ? "yes" : "no"] += 1;
      await stopTestInstances();
    }),
    { numRuns: Number(process.env["DIFFERENTIAL_RUNS"] ?? 60) },
  );
  expect(Math.min(accepted.yes, accepted.no)).toBeGreaterThan(10);
});
