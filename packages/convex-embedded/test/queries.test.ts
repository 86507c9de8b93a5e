import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReadIndex } from "../src/engine/readIndex.ts";
import { compileSource, type QuerySource, type RangeExpression } from "../src/query/compile.ts";
import { QueryStream } from "../src/query/stream.ts";
import type { ReadSet } from "../src/store/readSet.ts";
import type { ReadTx } from "../src/store/readTx.ts";
import { type Document, parseDocument } from "../src/store/writeTx.ts";
import { toWire, type Value } from "../src/values/json.ts";
import { compareValues } from "../src/values/order.ts";
import { openStore, type TestStore } from "./support/store.ts";

const schema = defineSchema({ rows: defineTable(v.any()).index("by_a_b", ["a", "b"]) });

const field: fc.Arbitrary<Value | undefined> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) },
  fc.constantFrom<Value | undefined>(undefined, null, "", "\0", "a", "b", true, 3n, Number.NaN, -0),
);
const row = fc.record({ a: field, b: field });

interface Walk {
  readonly equal: Value | undefined;
  readonly hasEqual: boolean;
  readonly lower: { value: Value | undefined; type: "Gt" | "Gte" } | null;
  readonly upper: { value: Value | undefined; type: "Lt" | "Lte" } | null;
  readonly order: "asc" | "desc";
  readonly take: number | null;
}

const bound = <T extends string>(...types: T[]) =>
  fc.option(fc.record({ value: field, type: fc.constantFrom(...types) }), { nil: null });
const walk: fc.Arbitrary<Walk> = fc.record({
  equal: field,
  hasEqual: fc.boolean(),
  lower: bound("Gt", "Gte"),
  upper: bound("Lt", "Lte"),
  order: fc.constantFrom("asc", "desc"),
  take: fc.option(fc.integer({ min: 0, max: 4 }), { nil: null }),
});

const wire = (value: Value | undefined) => (value === undefined ? { $undefined: null } : toWire(value));

function sourceOf(query: Walk): QuerySource {
  const range: RangeExpression[] = [];
  if (query.hasEqual) range.push({ type: "Eq", fieldPath: "a", value: wire(query.equal) });
  const next = query.hasEqual ? "b" : "a";
  for (const side of [query.lower, query.upper]) {
    if (side !== null) range.push({ type: side.type, fieldPath: next, value: wire(side.value) });
  }
  return { type: "IndexRange", indexName: "rows.by_a_b", range, order: query.order };
}

function run(tx: ReadTx, query: Walk): Document[] {
  const operators = query.take === null ? [] : [{ limit: query.take }];
  const stream = new QueryStream(tx, { source: compileSource(tx, sourceOf(query)), operators }, () =>
    [].values(),
  );
  const found: Document[] = [];
  for (let body = stream.next(); body !== null; body = stream.next()) found.push(parseDocument(body));
  if (tx.readSet !== null) stream.scan?.record(tx.readSet);
  return found;
}

/** The same question asked of a plain list. */
function expected(documents: Document[], query: Walk): Document[] {
  const next = query.hasEqual ? "b" : "a";
  const matches = documents.filter((document) => {
    if (query.hasEqual && compareValues(document["a"], query.equal) !== 0) return false;
    const low = query.lower === null ? 1 : compareValues(document[next], query.lower.value);
    const high = query.upper === null ? -1 : compareValues(document[next], query.upper.value);
    return (
      (query.lower?.type === "Gte" ? low >= 0 : low > 0) &&
      (query.upper?.type === "Lte" ? high <= 0 : high < 0)
    );
  });
  const keyed = (document: Document) => [document["a"], document["b"], document["_creationTime"]];
  matches.sort((x, y) => {
    for (const [i, part] of keyed(x).entries()) {
      const order = compareValues(part, keyed(y)[i]);
      if (order !== 0) return order;
    }
    return 0;
  });
  if (query.order === "desc") matches.reverse();
  return query.take === null ? matches : matches.slice(0, query.take);
}

async function insertAll(store: TestStore, rows: readonly { a: Value | undefined; b: Value | undefined }[]) {
  return store.writer.write((tx) => rows.map((fields) => tx.insert("rows", withoutUndefined(fields))));
}

function withoutUndefined(fields: Record<string, Value | undefined>): Document {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Document;
}

const isStale = (readSet: ReadSet, store: TestStore) => {
  const index = new ReadIndex<string>();
  index.add("query", readSet);
  let stale = false;
  for (const touched of store.takeTouched()) index.visitStale(touched, () => (stale = true));
  return stale;
};

describe("index ranges", () => {
  it("[QU1] return what filtering and sorting a list returns, for every type and bound", async () => {
    const store = await openStore(schema);
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 12 }),
        fc.array(walk, { minLength: 1, maxLength: 8 }),
        async (rows, walks) => {
          await store.writer.write((tx) => {
            const table = tx.catalog.table("rows");
            for (const old of run(tx, EVERYTHING))
              if (table !== null) tx.remove(table, String(old["_id"] as string));
          });
          await insertAll(store, rows);
          const all = store.read((tx) => run(tx, EVERYTHING)).value;
          for (const query of walks) {
            expect(store.read((tx) => run(tx, query)).value).toEqual(expected(all, query));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("[QU2] a mutation that writes while it walks sees its own writes", async () => {
    const store = await openStore(schema);
    const seen = await store.writer.write((tx) => {
      for (let a = 0; a < 40; a += 2) tx.insert("rows", { a });
      const stream = new QueryStream(
        tx,
        { source: compileSource(tx, sourceOf(EVERYTHING)), operators: [] },
        () => [].values(),
      );
      const values: Value[] = [];
      for (let body = stream.next(); body !== null; body = stream.next()) {
        const a = parseDocument(body)["a"] as number;
        values.push(a);
        if (a % 4 === 0 && a < 38) tx.insert("rows", { a: a + 1 });
      }
      return values;
    });
    const even = Array.from({ length: 20 }, (_, i) => 2 * i);
    expect(seen).toEqual(
      [...even, ...even.filter((a) => a % 4 === 0).map((a) => a + 1)].sort((a, b) => a - b),
    );
  });
});

const EVERYTHING: Walk = {
  equal: undefined,
  hasEqual: false,
  lower: null,
  upper: null,
  order: "asc",
  take: null,
};

describe("read sets", () => {
  it("[RS2] a commit that changes a query's answer touches what the query read", async () => {
    const store = await openStore(schema);
    const change = fc.oneof(
      fc.record({ kind: fc.constant("insert" as const), row }),
      fc.record({ kind: fc.constant("patch" as const), pick: fc.nat(), row }),
      fc.record({ kind: fc.constant("other" as const), pick: fc.nat(), value: fc.integer() }),
      fc.record({ kind: fc.constant("remove" as const), pick: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(walk, { minLength: 1, maxLength: 4 }),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (walks, changes) => {
          for (const current of changes) {
            const before = walks.map((query) => store.read((tx) => run(tx, query)));
            await store.writer.write((tx) => {
              const table = tx.catalog.table("rows");
              if (table === null) return;
              if (current.kind === "insert") {
                tx.insert("rows", withoutUndefined(current.row));
                return;
              }
              const all = run(tx, EVERYTHING);
              const id = all[current.pick % Math.max(1, all.length)]?.["_id"];
              if (typeof id !== "string") return;
              if (current.kind === "remove") tx.remove(table, id);
              else if (current.kind === "patch") tx.patch(table, id, new Map(Object.entries(current.row)));
              else tx.patch(table, id, new Map([["outside_every_index", current.value]]));
            });
            const touched = store.takeTouched();
            for (const [i, query] of walks.entries()) {
              const after = store.read((tx) => run(tx, query));
              const earlier = before[i];
              if (earlier === undefined || sameText(earlier.value, after.value)) continue;
              const index = new ReadIndex<number>();
              index.add(i, earlier.readSet);
              const stale = new Set<number>();
              for (const part of touched) index.visitStale(part, (owner) => stale.add(owner));
              expect(stale.has(i)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it("[RS3] a walk that stopped early is not woken by what lies behind its last row", async () => {
    const store = await openStore(schema);
    await insertAll(store, [
      { a: 1, b: 1 },
      { a: 2, b: 2 },
      { a: 3, b: 3 },
    ]);
    const first = store.read((tx) => run(tx, { ...EVERYTHING, take: 1 })).readSet;
    const last = store.read((tx) => run(tx, { ...EVERYTHING, order: "desc", take: 1 })).readSet;
    store.takeTouched();
    await insertAll(store, [{ a: 2, b: 9 }]);
    const touched = store.takeTouched();
    for (const readSet of [first, last]) {
      const index = new ReadIndex<string>();
      index.add("query", readSet);
      const stale: string[] = [];
      for (const part of touched) index.visitStale(part, (owner) => stale.push(owner));
      expect(stale).toEqual([]);
    }
  });

  it("[RS4] reading an id that does not exist depends on that id", async () => {
    const store = await openStore(schema);
    const [id = ""] = await insertAll(store, [{ a: 1, b: 1 }]);
    await store.writer.write((tx) => {
      const table = tx.catalog.table("rows");
      if (table !== null) tx.remove(table, id);
    });
    const { readSet, value } = store.read((tx) => {
      const table = tx.table("rows");
      return table === null ? null : tx.get(table, id);
    });
    expect(value).toBeNull();
    expect(readSet.ids.has(id)).toBe(true);
    expect(isStale(readSet, store)).toBe(true);
  });
});

function sameText(a: Document[], b: Document[]): boolean {
  return (
    JSON.stringify(a.map((document) => toWire(document))) ===
    JSON.stringify(b.map((document) => toWire(document)))
  );
}
