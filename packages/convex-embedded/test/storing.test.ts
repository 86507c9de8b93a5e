import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { expect, test } from "vitest";
import { openStore, type TestStore } from "./support/store.ts";

const schema = defineSchema({ notes: defineTable({ at: v.number() }).index("by_at", ["at"]) });
/** More than one statement takes, so that some of them are through when one fails. */
const MANY = 100;

/** Everything SQLite holds of documents, without what stands in the way. */
function contentOf(store: TestStore, besides: number | null = null): unknown {
  return store.read(({ connection }) => ({
    docs: connection.all("SELECT rid, body FROM docs WHERE rid IS NOT ? ORDER BY rid", besides),
    idx: connection.all("SELECT hex(k) AS k, rid FROM idx ORDER BY k"),
  })).value;
}

test("[TX2] [TX5] of a group that cannot be stored nothing is there, however much of it was", async () => {
  const store = await openStore(schema);
  const { writer } = store;
  const fill = (rows: number) =>
    writer.write((tx) => {
      for (let at = 0; at < rows; at += 1) tx.insert("notes", { at });
    });
  await fill(1);
  const before = contentOf(store);
  // A row that the writer has not written lies where one of its rows is to lie.
  const inTheWay = MANY - 10;
  await writer.write((tx) => {
    tx.beforeWrite();
    tx.connection.run("INSERT INTO docs(rid, body) VALUES (?, '{}')", inTheWay);
  });

  await expect(fill(MANY)).rejects.toMatchObject({ data: { code: "unavailable" } });
  expect(contentOf(store, inTheWay)).toEqual(before);

  await writer.write((tx) => {
    tx.beforeWrite();
    tx.connection.run("DELETE FROM docs WHERE rid = ?", inTheWay);
  });
  await fill(MANY);
  expect(store.read(({ connection }) => connection.get("SELECT count(*) AS rows FROM docs")).value).toEqual({
    rows: MANY + 1,
  });
});
