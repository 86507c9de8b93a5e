import { DatabaseSync } from "node:sqlite";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import { describe, expect, it } from "vitest";
import { CommitClock, CreationClock } from "../src/store/clock.ts";
import { LimitError } from "../src/store/limits.ts";
import { type Document, parseDocument, WriteError, type WriteTx } from "../src/store/writeTx.ts";
import { fromWire } from "../src/values/json.ts";
import { openStore } from "./support/store.ts";

const schema = defineSchema({ rows: defineTable(v.any()).index("by_at", ["at"]) });

function read(tx: WriteTx, id: string): Document {
  const table = tx.catalog.table("rows");
  const body = table === null ? null : tx.get(table, id);
  if (body === null) throw new WriteError("gone");
  return parseDocument(body);
}

describe("the clocks", () => {
  it("[TX1] commit timestamps increase when the wall clock stands still or lies behind what was persisted", () => {
    const future = BigInt(Date.now() + 3_600_000) * 1_000_000n;
    const clock = new CommitClock(future);
    expect(clock.latest).toBe(future);
    expect([clock.next(), clock.next()]).toEqual([future + 1n, future + 2n]);
  });

  it("[TX1] a start after a restored backup begins at the wall clock, not at the backup's time", () => {
    const nowMs = Date.now();
    expect(new CommitClock(5n, nowMs).latest).toBe(BigInt(nowMs) * 1_000_000n);
  });

  it("[TX1] creation times are distinct and increase within and across transactions", () => {
    const clock = new CreationClock(0);
    const times = [clock.next(1000), clock.next(1000), clock.next(999), clock.next(1001)];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(times.length);
  });
});

describe("write transactions", () => {
  it("[TX5] a failing job of a commit group leaves the others alone", async () => {
    const store = await openStore(schema);
    const jobs = Array.from({ length: 30 }, (_, n) =>
      store.writer.write((tx) => {
        tx.insert("rows", { n });
        if (n % 3 === 0) throw new WriteError("refused");
        return n;
      }),
    );
    const settled = await Promise.allSettled(jobs);
    expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(10);
    const stored = store.read((tx) => {
      const table = tx.catalog.table("rows");
      const { prefix } = table?.byCreationTime ?? { prefix: new Uint8Array() };
      const hi = Uint8Array.from(prefix, (byte, i) => (i === 3 ? byte + 1 : byte));
      return tx.connection
        .range({ lo: prefix, hi, isDescending: false, limit: 100 })
        .map((body) => parseDocument(body)["n"]);
    }).value;
    expect(stored).toEqual(Array.from({ length: 30 }, (_, n) => n).filter((n) => n % 3 !== 0));
  });

  it("[TX6] while a stranger holds the file writes are answered `unavailable`, and afterwards they go on", async () => {
    const store = await openStore(schema, { patienceMs: 30 });
    store.database.writer.neverWait();
    const stranger = new DatabaseSync(store.database.file);
    stranger.exec("BEGIN IMMEDIATE");
    const refused = store.writer.write((tx) => tx.insert("rows", { n: 1 }));
    await expect(refused).rejects.toMatchObject({ data: { code: "unavailable" } });
    stranger.exec("ROLLBACK");
    stranger.close();
    const id = await store.writer.write((tx) => tx.insert("rows", { n: 2 }));
    expect(await store.writer.write((tx) => read(tx, id))).toMatchObject({ n: 2 });
  });

  it("[TX7] a write waits for a stranger who holds the file, and nobody waits for the write", async () => {
    const store = await openStore(schema);
    store.database.writer.neverWait();
    const stranger = new DatabaseSync(store.database.file);
    stranger.exec("BEGIN IMMEDIATE");
    let isWritten = false;
    const write = store.writer
      .write((tx) => tx.insert("rows", { n: 1 }))
      .finally(() => {
        isWritten = true;
      });
    // A timer of this loop ends the wait: it would never fire if the write held the loop.
    await new Promise<void>((resolve) => setTimeout(resolve, 30));
    expect(isWritten).toBe(false);
    stranger.exec("ROLLBACK");
    stranger.close();
    const id = await write;
    expect(await store.writer.write((tx) => read(tx, id))).toMatchObject({ n: 1 });
  });

  it("[TX3] an abandoned level takes its touched keys, tables and effects with it", async () => {
    const store = await openStore(schema);
    store.takeTouched();
    const ran: string[] = [];
    await store.writer.write((tx) => {
      tx.afterCommit(() => ran.push("outer"));
      tx.enter();
      tx.insert("made_on_the_way", { x: 1 });
      tx.afterCommit(() => ran.push("inner"));
      tx.abandon();
      tx.insert("rows", { kept: true });
    });
    await store.writer.write(() => null);
    expect(ran).toEqual(["outer"]);
    expect(store.database.catalog.table("made_on_the_way")).toBeNull();
    const touched = store.takeTouched();
    expect(touched.flatMap(({ marks }) => marks)).toEqual([]);
    expect(touched.flatMap(({ ids }) => ids)).toHaveLength(1);
  });

  it("[TX4] the commit-timestamp placeholder is resolved in the document and in its index entry", async () => {
    const store = await openStore(schema);
    const placeholder = fromWire({ $commitTs: null });
    let commitTs = 0n;
    const id = await store.writer.write((tx) => {
      commitTs = tx.commitTs;
      return tx.insert("rows", { at: placeholder });
    });
    const found = await store.writer.write((tx) => read(tx, id));
    expect(found["at"]).toBe(commitTs);
    await store.writer.write((tx) => {
      const table = tx.catalog.table("rows");
      if (table !== null) tx.remove(table, id);
    });
    const left = store.read((tx) => tx.connection.get<{ n: number }>("SELECT count(*) AS n FROM idx")).value;
    expect(left?.n).toBe(0);
  });

  it("[LI1] a transaction that writes too much fails, and can go on when it catches that", async () => {
    const store = await openStore(schema);
    const written = await store.writer.write((tx) => {
      let count = 0;
      try {
        for (;;) {
          tx.insert("rows", {});
          count += 1;
        }
      } catch (error) {
        if (!(error instanceof LimitError)) throw error;
        return count;
      }
    });
    expect(written).toBe(16_000);
  });

  it("[LI2] documents above the size limit are refused", async () => {
    const store = await openStore(schema);
    const large = store.writer.write((tx) => tx.insert("rows", { text: "x".repeat(1024 * 1024) }));
    await expect(large).rejects.toThrow("Value is too large");
  });

  it("system fields cannot be set or changed", async () => {
    const store = await openStore(schema);
    await expect(store.writer.write((tx) => tx.insert("rows", { _id: "x" }))).rejects.toThrow("system field");
    const id = await store.writer.write((tx) => tx.insert("rows", {}));
    const patched = store.writer.write((tx) => {
      const table = tx.catalog.table("rows");
      if (table !== null) tx.patch(table, id, new Map([["_creationTime", 5]]));
    });
    await expect(patched).rejects.toThrow("_creationTime");
  });
});
