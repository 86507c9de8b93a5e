import { defineSchema, defineTable } from "convex/server";
import { convexToJson, type Value, v } from "convex/values";
import { convexTest as reference } from "convex-test";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { convexTest as embedded, stopTestInstances } from "../src/testing/index.ts";
import * as functions from "./support/fuzzFunctions.ts";
import { fn } from "./support/host.ts";

const schema = defineSchema({ rows: defineTable(v.any()).index("by_a", ["a"]).index("by_a_b", ["a", "b"]) });
const modules = { "./_generated/api.js": async () => ({}), "./fuzz.ts": async () => functions };
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 40);

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -1, max: 3 }) },
  fc.constantFrom<Value>(null, true, false, 0n, 2n, "", "\0", "a", "ab", "é", "😀", 1.5, Number.NaN, -0),
  fc.constantFrom<Value>([], [1], [1, "a"], { x: 1 }, {}),
);
const fields = fc
  .record({ a: scalar, b: scalar }, { requiredKeys: [] })
  .map((record) => Object.fromEntries(Object.entries(record)) as Record<string, Value>);
const side = fc.option(fc.record({ value: scalar, isInclusive: fc.boolean() }), { nil: null });
const range: fc.Arbitrary<functions.Range> = fc.record({
  index: fc.constantFrom("by_a", "by_a_b"),
  equal: fc.array(fc.oneof(scalar, fc.constant("missing")), { maxLength: 2 }),
  lower: side,
  upper: side,
  order: fc.constantFrom("asc", "desc"),
  filter: fc.option(scalar, { nil: null }),
});

type Step =
  | { readonly kind: "insert"; readonly fields: Record<string, Value> }
  | {
      readonly kind: "patch" | "replace" | "delete";
      readonly pick: number;
      readonly fields: Record<string, Value>;
    }
  | { readonly kind: "collect"; readonly range: functions.Range; readonly take: number | null }
  | { readonly kind: "pages"; readonly range: functions.Range; readonly numItems: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("insert"), fields }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("patch", "replace", "delete"), pick: fc.nat(20), fields }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("collect"),
      range,
      take: fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("pages"), range, numItems: fc.integer({ min: 1, max: 3 }) }),
  },
) as fc.Arbitrary<Step>;

interface Deployment {
  // biome-ignore lint/suspicious/noExplicitAny: both test instances take untyped references
  query(reference: any, args: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: both test instances take untyped references
  mutation(reference: any, args: any): Promise<any>;
}

async function apply(deployment: Deployment, current: Step, n: number): Promise<Value> {
  switch (current.kind) {
    case "insert":
      return deployment.mutation(fn("fuzz:insert"), { fields: { n, ...current.fields } });
    case "patch":
    case "replace":
    case "delete":
      return deployment.mutation(fn("fuzz:change"), {
        kind: current.kind,
        pick: current.pick,
        fields: current.fields,
      });
    case "collect":
      return deployment.query(fn("fuzz:collect"), { range: current.range, take: current.take });
    case "pages": {
      // Where a page ends exactly with the table the two may differ in `isDone`, never in the rows of the whole walk.
      const rows: Value[] = [];
      let cursor: string | null = null;
      for (;;) {
        const page: { page: Value[]; isDone: boolean; continueCursor: string } = await deployment.query(
          fn("fuzz:page"),
          {
            range: current.range,
            cursor,
            numItems: current.numItems,
          },
        );
        rows.push(...page.page);
        if (page.isDone) return rows;
        cursor = page.continueCursor;
      }
    }
  }
}

async function outcome(work: Promise<Value>): Promise<unknown> {
  try {
    return convexToJson((await work) ?? null);
  } catch {
    return "refused";
  }
}

describe("histories of writes and queries", () => {
  afterAll(() => stopTestInstances());

  it(`[DF1] give the same answers here and in convex-test (${RUNS} histories, FUZZ_RUNS for more)`, {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (history) => {
        const one: Deployment = reference(schema, modules);
        const other: Deployment = embedded(schema, modules);
        for (const [n, current] of history.entries()) {
          const expected = await outcome(apply(one, current, n));
          const actual = await outcome(apply(other, current, n));
          expect(actual).toEqual(expected);
        }
      }),
      { numRuns: RUNS, verbose: 1 },
    );
  });
});
