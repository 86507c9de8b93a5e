/** Documents as functions make them, written in one step and the long way: the same rows and the same keys. */
import vm from "node:vm";
import { defineSchema, defineTable } from "convex/server";
import { convexToJson, type Value, v } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { documentKeyText } from "../src/catalog/catalog.ts";
import { parseDocument, tableOfId, type WriteTx } from "../src/store/writeTx.ts";
import { openStore } from "./support/store.ts";

const state = v.union(
  v.object({ status: v.literal("open") }),
  v.object({ status: v.literal("done"), at: v.number() }),
  v.object({ status: v.literal("waiting"), for: v.array(v.string()) }),
);
const schema = defineSchema({
  rows: defineTable({
    name: v.string(),
    state,
    counts: v.optional(v.record(v.string(), v.number())),
    parent: v.optional(v.union(v.id("rows"), v.null())),
    isShown: v.optional(v.boolean()),
  })
    .index("by_status", ["state.status", "name"])
    .index("by_parent", ["parent"])
    .searchIndex("search_name", { searchField: "name" }),
});

/** Functions' objects are of another realm than the host's. */
const realm = vm.createContext(vm.constants.DONT_CONTEXTIFY) as { JSON: typeof JSON };
const there = <T>(value: T): T => realm.JSON.parse(JSON.stringify(value)) as T;

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.constantFrom("", "a word", 'say "x"'));
const states = fc.oneof(
  fc.constant({ status: "open" }),
  fc.record({ at: fc.integer(), status: fc.constant("done") }),
  fc.record({ for: fc.array(text, { maxLength: 2 }), status: fc.constant("waiting") }),
);
const field = {
  state: states,
  name: text,
  counts: fc.dictionary(fc.constantFrom("b", "a", "Z"), fc.integer(), { maxKeys: 3 }),
  isShown: fc.boolean(),
  parent: fc.constant(null),
};
const row = fc.record(field, { requiredKeys: ["name", "state"] });
const wrong = fc.constantFrom(
  { name: 1 },
  { name: undefined },
  { extra: 1 },
  { state: { status: "done" } },
  { state: { status: "open", at: 1 } },
  { parent: "nonsense" },
  { counts: { a: "b" } },
  { name: "\ud800" },
  { _id: "x" },
);
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record(field, { requiredKeys: [] }) },
  fc.constantFrom({ counts: undefined }, { isShown: undefined, parent: undefined }, {}),
  wrong,
);

type Fields = Record<string, Value>;

function stored(tx: WriteTx, id: string) {
  const table = tableOfId(tx.catalog, id);
  const body = table === null ? undefined : tx.row(table, id)?.body;
  if (table === null || body === undefined) throw new RangeError("no row");
  const { _id, _creationTime, ...fields } = parseDocument(body);
  const found = table.indexes.map((index) => {
    const lo = documentKeyText(index, parseDocument(body));
    return tx.fetch(index, { lo, hi: `${lo}\0`, isDescending: false, limit: 2 });
  });
  return {
    text: body.replace(id, "").replace(JSON.stringify(_creationTime), ""),
    fields,
    found: found.map(({ length }) => length),
  };
}

test("a row is the same whichever way it was inserted and changed", async () => {
  const store = await openStore(schema);
  await store.writer.write((tx) => void tx.insert("rows", { name: "first", state: { status: "open" } }));
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(row, fc.array(change, { maxLength: 4 }), async (fields, changes) => {
      await store.writer.write((tx) => {
        const one = tx.insertPlain("rows", there(fields) as Fields);
        if (one === null) return;
        const other = tx.insert("rows", fields as Fields);
        expect(stored(tx, one)).toEqual(stored(tx, other));
        const table = tableOfId(tx.catalog, one);
        if (table === null) throw new RangeError("no table");
        for (const next of changes) {
          const names = Object.keys(next);
          const made = Object.assign(there(next), next) as Record<string, Value | undefined>;
          if (!tx.patchPlain(table, one, made)) continue;
          plain += 1;
          tx.patch(table, other, new Map(names.map((name) => [name, made[name]])));
          expect(stored(tx, one)).toEqual(stored(tx, other));
          expect(new Set(stored(tx, one).found)).toEqual(new Set([1]));
        }
      });
    }),
    { numRuns: 300 },
  );
  expect(plain).toBeGreaterThan(100);
});

test("what does not fit is left alone, to be refused the long way", async () => {
  const store = await openStore(schema);
  await store.writer.write((tx) => {
    const id = tx.insert("rows", { name: "row", state: { status: "open" } });
    const table = tableOfId(tx.catalog, id);
    if (table === null) throw new RangeError("no table");
    const before = stored(tx, id);
    for (const fields of [{}, { name: "x", state: { status: "open" }, _id: id }, { name: "x", state: 1 }]) {
      expect(tx.insertPlain("rows", fields as Fields)).toBeNull();
    }
    for (const changes of [{ name: undefined }, { extra: 1 }, { _creationTime: 1 }, { state: new Date() }]) {
      expect(tx.patchPlain(table, id, changes as never), convexOrName(changes)).toBe(false);
    }
    expect(stored(tx, id)).toEqual(before);
    expect(tx.insertPlain("nowhere", {})).toBeNull();
  });
});

function convexOrName(value: object): string {
  try {
    return JSON.stringify(convexToJson(value as never));
  } catch {
    return Object.keys(value).join();
  }
}

test("what a function does with its object afterwards changes nothing", async () => {
  const store = await openStore(schema);
  await store.writer.write(() => {});
  await store.writer.write((tx) => void tx.insert("rows", { name: "first", state: { status: "open" } }));
  await store.writer.write((tx) => {
    const fields = { name: "row", state: { status: "waiting", for: ["a"] } };
    const id = tx.insertPlain("rows", fields as Fields);
    fields.state.for.push("b");
    const counts = { a: 1 };
    const table = id === null ? null : tableOfId(tx.catalog, id);
    if (id === null || table === null) throw new RangeError("not inserted");
    expect(tx.patchPlain(table, id, { counts })).toBe(true);
    counts.a = 2;
    tx.patch(table, id, new Map([["isShown", true]]));
    expect(stored(tx, id).fields).toEqual({
      name: "row",
      state: { status: "waiting", for: ["a"] },
      counts: { a: 1 },
      isShown: true,
    });
  });
});
