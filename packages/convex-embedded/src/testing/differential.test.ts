/**
 * Random histories of writes and reads, run on convex-test and on this host: every answer must be the same.
 * DIFFERENTIAL_RUNS asks for more histories (nightly 20,000); a failure prints its seed.
 *
 * Left out because convex-test is no oracle there: `isDone` of a page that fits exactly, lt/gt filters (it compares
 * like JavaScript), `record` validators, ranking of searches, ids and texts of errors.
 */

import { defineSchema, defineTable, type GenericMutationCtx, type GenericQueryCtx } from "convex/server";
import { convexToJson, type Value, v } from "convex/values";
import { convexTest as officialConvexTest } from "convex-test";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { anyValue } from "../values/arbitraries.test-support.ts";
import { convexTest, stopTestInstances } from "./index.ts";

const schema = defineSchema({
  rows: defineTable({ a: v.optional(v.any()), b: v.optional(v.any()), nested: v.optional(v.any()) })
    .index("by_a", ["a"])
    .index("by_a_b", ["a", "b"])
    .index("by_nested", ["nested.x", "b"]),
});
const modules = { "/convex/_generated/api.js": async () => ({}) };

type Fields = { [name: string]: Value | undefined };
// The histories are data: the typed builders of queries cannot express "some index, some bounds".
interface Range {
  eq(field: string, value: Value | undefined): Range;
  gt(field: string, value: Value | undefined): Range;
  gte(field: string, value: Value | undefined): Range;
  lt(field: string, value: Value | undefined): Range;
  lte(field: string, value: Value | undefined): Range;
}
interface Filter {
  eq(left: unknown, right: unknown): unknown;
  neq(left: unknown, right: unknown): unknown;
  and(...parts: unknown[]): unknown;
  or(...parts: unknown[]): unknown;
  not(part: unknown): unknown;
  field(path: string): unknown;
}
interface Query {
  withIndex(name: string, range: (q: Range) => Range): Query;
  order(order: "asc" | "desc"): Query;
  filter(predicate: (q: Filter) => unknown): Query;
  take(count: number): Promise<Fields[]>;
  collect(): Promise<Fields[]>;
  first(): Promise<Fields | null>;
  unique(): Promise<Fields | null>;
}
interface Database {
  query(table: string): Query;
  get(id: string): Promise<Fields | null>;
  insert(table: string, fields: Fields): Promise<string>;
  patch(id: string, fields: Fields): Promise<void>;
  replace(id: string, fields: Fields): Promise<void>;
  delete(id: string): Promise<void>;
}

// Few distinct values, so that equal keys, ranges and updates of the same rows happen often.
const value = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<Value>(
      null,
      0,
      1,
      2,
      1n,
      true,
      "",
      "a",
      "a\0",
      "b",
      "\uffff",
      "\u{1f600}",
      [],
      [1],
      {},
    ),
  },
  { weight: 1, arbitrary: anyValue },
);
const fields = fc.record(
  { a: value, b: value, nested: fc.oneof(value, fc.record({ x: value })) },
  { requiredKeys: [] },
);
const row = fc.nat(7);

type Step =
  | { readonly kind: "insert"; readonly fields: Fields }
  | {
      readonly kind: "patch" | "replace";
      readonly row: number;
      readonly fields: Fields;
      readonly cleared: string[];
    }
  | { readonly kind: "delete"; readonly row: number }
  | { readonly kind: "get"; readonly row: number }
  | ReadStep;

interface ReadStep {
  readonly kind: "read";
  readonly index: "by_a" | "by_a_b" | "by_nested" | null;
  readonly equal: Value[];
  readonly lower: { readonly op: "gt" | "gte"; readonly value: Value } | null;
  readonly upper: { readonly op: "lt" | "lte"; readonly value: Value } | null;
  readonly isDescending: boolean;
  readonly filter: { readonly path: string; readonly value: Value; readonly isNegated: boolean } | null;
  readonly end: number | "collect" | "first" | "unique";
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("insert" as const), fields }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("patch" as const, "replace" as const),
      row,
      fields,
      cleared: fc.subarray(["a", "b", "nested"]),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("delete" as const, "get" as const), row }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("read" as const),
      index: fc.constantFrom("by_a" as const, "by_a_b" as const, "by_nested" as const, null),
      equal: fc.array(value, { maxLength: 1 }),
      lower: fc.option(fc.record({ op: fc.constantFrom("gt" as const, "gte" as const), value })),
      upper: fc.option(fc.record({ op: fc.constantFrom("lt" as const, "lte" as const), value })),
      isDescending: fc.boolean(),
      filter: fc.option(
        fc.record({ path: fc.constantFrom("a", "b", "nested.x"), value, isNegated: fc.boolean() }),
      ),
      end: fc.oneof(
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom("collect" as const, "first" as const, "unique" as const),
      ),
    }),
  },
);

const INDEX_FIELDS = { by_a: ["a"], by_a_b: ["a", "b"], by_nested: ["nested.x", "b"] } as const;

async function read(
  database: Database,
  { index, equal, lower, upper, isDescending, filter, end }: ReadStep,
): Promise<unknown> {
  let query = database.query("rows");
  if (index !== null) {
    const names: readonly string[] = INDEX_FIELDS[index];
    query = query.withIndex(index, (q) => {
      let range = q;
      for (const [i, expected] of equal.entries()) range = range.eq(names[i] ?? "_creationTime", expected);
      const next = names[equal.length];
      if (next === undefined) return range;
      if (lower !== null) range = range[lower.op](next, lower.value);
      if (upper !== null) range = range[upper.op](next, upper.value);
      return range;
    });
  }
  query = query.order(isDescending ? "desc" : "asc");
  if (filter !== null) {
    query = query.filter((q) => {
      const isEqual = q.eq(q.field(filter.path), filter.value);
      return filter.isNegated ? q.not(isEqual) : isEqual;
    });
  }
  if (typeof end === "number") return await query.take(end);
  return await query[end]();
}

/** One step's answer with ids replaced by the row's number: the two deployments make different ids. */
async function apply(database: Database, ids: string[], current: Step): Promise<unknown> {
  const named = (document: Fields | null) => {
    if (document === null) return null;
    const { _id, _creationTime, ...rest } = document;
    return { row: ids.indexOf(idText(_id)), isNumber: typeof _creationTime, ...rest };
  };
  if (current.kind === "insert") {
    ids.push(await database.insert("rows", current.fields));
    return ids.length;
  }
  if (current.kind === "read") {
    const answer = await read(database, current);
    return Array.isArray(answer) ? answer.map(named) : named(answer as Fields | null);
  }
  const id = ids[current.row % Math.max(1, ids.length)];
  if (id === undefined) return "no row";
  if (current.kind === "get") return named(await database.get(id));
  if (current.kind === "delete") return await database.delete(id);
  const cleared = Object.fromEntries(current.cleared.map((name) => [name, undefined]));
  if (current.kind === "patch") return await database.patch(id, { ...current.fields, ...cleared });
  return await database.replace(id, current.fields);
}

async function history(
  start: typeof convexTest,
  transactions: readonly (readonly Step[])[],
): Promise<unknown[]> {
  const t = start(schema, modules);
  const ids: string[] = [];
  const answers: unknown[] = [];
  for (const steps of transactions) {
    const before = ids.length;
    const outcome = await t
      .run(async (ctx) => {
        const database = (ctx as unknown as GenericMutationCtx<never>).db as unknown as Database;
        const seen: unknown[] = [];
        for (const current of steps) seen.push(await apply(database, ids, current));
        return convexToJson(JSON.parse(JSON.stringify(seen.map(encoded))) as Value);
      })
      .catch(() => {
        ids.length = before;
        return "failed";
      });
    answers.push(outcome);
  }
  const all = await t.query(async (ctx) => {
    const database = (ctx as unknown as GenericQueryCtx<never>).db as unknown as Database;
    const documents = await database.query("rows").collect();
    return documents.map(({ _id, _creationTime, ...rest }) =>
      encoded({ row: ids.indexOf(idText(_id)), ...rest }),
    );
  });
  return [...answers, all];
}

function idText(id: Value | undefined): string {
  return typeof id === "string" ? id : "";
}

function encoded(answer: unknown): string {
  return answer === undefined ? "undefined" : JSON.stringify(convexToJson(answer as Value));
}

afterAll(stopTestInstances);

test("histories have the same answers on convex-test and on this host", { timeout: 3_600_000 }, async () => {
  const transactions = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(transactions, async (steps) => {
      const expected = await history(officialConvexTest as unknown as typeof convexTest, steps);
      expect(await history(convexTest, steps)).toEqual(expected);
      await stopTestInstances();
    }),
    { numRuns: Number(process.env["DIFFERENTIAL_RUNS"] ?? 60) },
  );
});
