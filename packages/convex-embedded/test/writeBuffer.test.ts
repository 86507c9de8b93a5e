import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDocument, textField, type WriteTx } from "../src/store/writeTx.ts";
import { encodeKeyText, successorText } from "../src/values/key.ts";
import { openStore } from "./support/store.ts";

const schema = defineSchema({ rows: defineTable(v.any()).index("by_a", ["a"]) });

/** `a` of the row at place `at`, if there is one, becomes `to`; -1 removes it, and a place behind the last adds one. */
type Change = { readonly at: number; readonly to: number };
type Job = { readonly changes: readonly Change[]; readonly end: "keep" | "fail" | "statement, then fail" };
type Known = { readonly id: string; readonly a: number; readonly madeAt: number };

const job = fc.record({
  changes: fc.array(fc.record({ at: fc.nat(5), to: fc.integer({ min: -1, max: 3 }) }), { maxLength: 6 }),
  end: fc.constantFrom("keep" as const, "keep" as const, "fail" as const, "statement, then fail" as const),
});

function walk(tx: WriteTx, { a, isDescending, limit }: { a: number; isDescending: boolean; limit: number }) {
  const index = tx.catalog.table("rows")?.indexes.find(({ name }) => name === "by_a");
  if (index === undefined) throw new RangeError("no index");
  const lo = encodeKeyText(index.prefix, [a]);
  const rows = tx.fetch(index, {
    lo,
    hi: successorText(encodeKeyText(index.prefix, [])),
    isDescending,
    limit,
  });
  return rows.map((body) => textField(parseDocument(body), "_id"));
}

/** What `walk` must find: rows in the order of `a`, then of their making. */
function expected(
  rows: readonly Known[],
  { a, isDescending, limit }: { a: number; isDescending: boolean; limit: number },
) {
  const sorted = rows.filter((row) => row.a >= a).toSorted((x, y) => x.a - y.a || x.madeAt - y.madeAt);
  return (isDescending ? sorted.toReversed() : sorted).slice(0, limit).map(({ id }) => id);
}

function change(tx: WriteTx, rows: Known[], { at, to }: Change): void {
  const table = tx.catalog.table("rows");
  const row = rows[at];
  if (row === undefined) rows.push(known(tx, tx.insert("rows", { a: to })));
  else if (table === null) throw new RangeError("no table");
  else if (to === -1) {
    tx.remove(table, row.id);
    rows.splice(at, 1);
  } else {
    tx.patch(table, row.id, new Map([["a", to]]));
    rows[at] = { ...row, a: to };
  }
}

const LOOKS = [0, 2].flatMap((a) =>
  [false, true].flatMap((isDescending) => [1, 2, 10].map((limit) => ({ a, isDescending, limit }))),
);

test("[TX1] [TX5] in a commit group every mutation sees what those before it left, whatever failed among them", async () => {
  const store = await openStore(schema);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(job, { maxLength: 4 }), { maxLength: 3 }), async (groups) => {
      let rows: Known[] = await store.writer.write((tx) =>
        walk(tx, { a: -1, isDescending: false, limit: 1_000 }).map((id) => known(tx, id)),
      );
      const look = (tx: WriteTx) => {
        for (const one of LOOKS) expect(walk(tx, one)).toEqual(expected(rows, one));
        for (const row of rows) expect(known(tx, row.id)).toEqual(row);
      };
      for (const group of groups) {
        const done = group.map(({ changes, end }: Job) =>
          store.writer.write((tx) => {
            const before = [...rows];
            look(tx);
            for (const one of changes) {
              change(tx, rows, one);
              look(tx);
            }
            if (end === "keep") return;
            rows = before;
            if (end === "statement, then fail") tx.beforeWrite();
            throw new GivenUp();
          }),
        );
        for (const { status, ...result } of await Promise.allSettled(done)) {
          if (status === "rejected") expect(result).toMatchObject({ reason: expect.any(GivenUp) });
        }
        await store.writer.write(look);
      }
    }),
    { numRuns: 80 },
  );
});

class GivenUp extends Error {}

function known(tx: WriteTx, id: string): Known {
  const { a, _creationTime } = parseDocument(tx.row(tableOf(tx), id)?.body ?? "{}");
  return { id, a: Number(a), madeAt: Number(_creationTime) };
}

function tableOf(tx: WriteTx) {
  const table = tx.catalog.table("rows");
  if (table === null) throw new RangeError("no table");
  return table;
}
