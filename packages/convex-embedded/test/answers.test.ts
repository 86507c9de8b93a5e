import { defineSchema } from "convex/server";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findAnswer, storeAnswer } from "../src/engine/sessionRequests.ts";
import { Database } from "../src/store/database.ts";
import { openStore } from "./support/store.ts";

const SESSIONS = 3;
const job = fc.record({
  session: fc.nat(SESSIONS - 1),
  request: fc.nat(6),
  end: fc.constantFrom(
    "keep" as const,
    "keep" as const,
    "keep, after a statement" as const,
    "fail" as const,
    "statement, then fail" as const,
  ),
});

class GivenUp extends Error {}

test("[SY3] a request is known to have been answered exactly when it was, whatever failed and whatever came back", async () => {
  const store = await openStore(defineSchema({}));
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(job, { maxLength: 5 }), { maxLength: 4 }), async (groups) => {
      round += 1;
      const answered = new Map<string, string>();
      const nameOf = (session: number) => `round ${round}, session ${session}`;
      for (const [nth, group] of groups.entries()) {
        const done = group.map(({ session, request, end }, at) =>
          store.writer.write((tx) => {
            const key = { sessionId: nameOf(session), requestId: request };
            const name = `${session} ${request}`;
            const found = findAnswer(tx, key);
            expect(found?.value).toBe(answered.get(name));
            if (end === "keep, after a statement") tx.beforeWrite();
            if (found === null) storeAnswer(tx, key, { value: `${nth}.${at}`, logLines: ["a line"] });
            expect(findAnswer(tx, key)?.logLines).toEqual(["a line"]);
            if (end === "statement, then fail") tx.beforeWrite();
            if (end === "fail" || end === "statement, then fail") throw new GivenUp();
            answered.set(name, found?.value ?? `${nth}.${at}`);
          }),
        );
        for (const { status, ...result } of await Promise.allSettled(done)) {
          if (status === "rejected") expect(result).toMatchObject({ reason: expect.any(GivenUp) });
        }
      }
      const stored = store.database.writer.all<{ session: string; request: number; result: string }>(
        "SELECT session, request, result FROM session_requests WHERE session LIKE ?",
        `round ${round}, %`,
      );
      const sessions = Array.from({ length: SESSIONS }, (_, session) => nameOf(session));
      const known = stored.map(({ session, request, result }) => [
        `${sessions.indexOf(session)} ${request}`,
        result,
      ]);
      expect(Object.fromEntries(known)).toEqual(Object.fromEntries(answered));
    }),
    { numRuns: 100 },
  );
});

test("[SY3] answers are found by the next host, and after more sessions than are kept in mind", async () => {
  const { database, writer } = await openStore(defineSchema({}));
  const first = { sessionId: "first", requestId: 7 };
  await writer.write((tx) => storeAnswer(tx, first, { value: "1", logLines: [] }));
  const before = { sessionId: "first", requestId: 6 };
  expect(await writer.write((tx) => [findAnswer(tx, first)?.value, findAnswer(tx, before)])).toEqual([
    "1",
    null,
  ]);
  for (let nth = 0; nth < 5_000; nth += 1) {
    const request = { sessionId: `other ${nth}`, requestId: 0 };
    void writer.write((tx) => storeAnswer(tx, request, { value: "2", logLines: [] }));
  }
  const last = { sessionId: "other 4999", requestId: 0 };
  expect(await writer.write((tx) => [findAnswer(tx, first)?.value, findAnswer(tx, last)?.value])).toEqual([
    "1",
    "2",
  ]);
  const later = new Database(database.file.replace(/data\.sqlite$/, ""), "off");
  expect(later.buffer.answer({ session: "first", request: 7 })?.result).toBe("1");
  expect(later.buffer.answer({ session: "first", request: 8 })).toBeNull();
  later.close();
});
