import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { WriteTx } from "../src/store/writeTx.ts";
import { openStore, type TestStore } from "./support/store.ts";

const schema = defineSchema({
  notes: defineTable(v.any())
    .index("by_a", ["a"])
    .searchIndex("search_text", { searchField: "text", filterFields: ["a"] }),
});

type Step =
  | {
      readonly kind: "insert" | "patch" | "replace";
      readonly at: number;
      readonly a: number;
      readonly text: string;
    }
  | { readonly kind: "remove" | "statement"; readonly at: number }
  | { readonly kind: "level"; readonly steps: readonly Step[]; readonly isAbandoned: boolean };

const step = fc.letrec<{ step: Step }>((tie) => ({
  step: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      kind: fc.constantFrom("insert" as const, "patch" as const, "replace" as const),
      at: fc.nat(9),
      a: fc.nat(3),
      text: fc.constantFrom("alpha", "beta gamma", "alpha beta"),
    }),
    fc.record({ kind: fc.constantFrom("remove" as const, "statement" as const), at: fc.nat(9) }),
    fc.record({
      kind: fc.constant("level" as const),
      steps: fc.array(tie("step"), { maxLength: 8 }),
      isAbandoned: fc.boolean(),
    }),
  ),
})).step;

/** Everything SQLite holds of documents; the words of the full-text index as what searching them finds. */
function contentOf(store: TestStore): unknown {
  return store.read(({ connection, catalog }) => {
    const index = catalog.table("notes")?.searchIndexes[0]?.number;
    const found = (word: string) =>
      connection.all<{ rowid: number }>(
        `SELECT rowid FROM fts_${index} WHERE fts_${index} MATCH ? ORDER BY rowid`,
        word,
      );
    return {
      docs: connection.all("SELECT rid, body FROM docs ORDER BY rid"),
      idx: connection.all("SELECT hex(k) AS k, rid FROM idx ORDER BY k"),
      jobs: connection.all("SELECT name FROM crons ORDER BY name"),
      texts: ["alpha", "beta", "gamma"].map(found),
    };
  }).value;
}

function run(tx: WriteTx, steps: readonly Step[], ids: string[]): void {
  const table = tx.catalog.table("notes");
  if (table === null) throw new RangeError("no table");
  for (const one of steps) {
    const id = "at" in one ? ids[one.at] : undefined;
    if (one.kind === "level") {
      const known = [...ids];
      tx.enter();
      run(tx, one.steps, ids);
      if (!one.isAbandoned) {
        tx.leave();
        continue;
      }
      tx.abandon();
      ids.splice(0, ids.length, ...known);
    } else if (one.kind === "statement") {
      tx.beforeWrite();
      tx.connection.run(
        "INSERT OR REPLACE INTO crons(name, spec, nextMs) VALUES (?, '', 0)",
        `job ${one.at}`,
      );
    } else if (one.kind === "insert") {
      ids.push(tx.insert("notes", { a: one.a, text: one.text }));
    } else if (id === undefined) {
    } else if (one.kind === "remove") {
      tx.remove(table, id);
      ids.splice(ids.indexOf(id), 1);
    } else if (one.kind === "patch") {
      tx.patch(
        table,
        id,
        new Map<string, number | string>([
          ["a", one.a],
          ["text", one.text],
        ]),
      );
    } else if (one.kind === "replace") {
      tx.replace(table, id, { a: one.a, text: one.text });
    }
  }
}

test("[TX2] [TX3] whatever a level wrote, abandoning it leaves every row, key and word as it was", async () => {
  const store = await openStore(schema);
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 12 }),
      fc.array(step, { maxLength: 12 }),
      async (kept, abandoned) => {
        const ids: string[] = [];
        await store.writer.write((tx) => run(tx, kept, ids));
        const before = contentOf(store);
        const failing = store.writer.write((tx) => {
          run(tx, abandoned, [...ids]);
          throw new RangeError("given up");
        });
        // A neighbour makes the group commit.
        const neighbour = store.writer.write((tx) => {
          tx.wrote(() => {});
        });
        await expect(failing).rejects.toThrow("given up");
        await neighbour;
        expect(contentOf(store)).toEqual(before);
      },
    ),
    { numRuns: 60 },
  );
});
