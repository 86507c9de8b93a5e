import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { Database } from "../src/store/database.ts";
import { fn, health, httpClient, socketClient, startHost, Watched } from "./support/host.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 6);
const SOCKETS = 3;
const CHANNELS = ["a", "b"];

const channel = fc.constantFrom(...CHANNELS);
const subscription = fc.oneof(
  fc.record({ query: fc.constant("list"), args: fc.record({ channel }) }),
  fc.record({
    query: fc.constant("last"),
    args: fc.record({ channel, count: fc.integer({ min: 1, max: 3 }) }),
  }),
  fc.record({
    query: fc.constant("page"),
    args: fc.record({
      channel,
      paginationOpts: fc.record({ numItems: fc.integer({ min: 1, max: 3 }), cursor: fc.constant(null) }),
    }),
  }),
  fc.record({ query: fc.constant("search"), args: fc.record({ text: fc.constantFrom("red", "blu") }) }),
  fc.record({ query: fc.constant("counter"), args: fc.record({ name: channel }) }),
);
const body = fc.constantFrom("red", "blue", "red blue", "green");
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("send" as const), socket: fc.nat(SOCKETS - 1), channel, body }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("edit" as const), pick: fc.nat(), body }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("increment" as const), channel }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("subscribe" as const),
      socket: fc.nat(SOCKETS - 1),
      subscription,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("unsubscribe" as const), pick: fc.nat() }) },
);

describe("live queries under random writes and subscriptions", () => {
  it(`[RX7] never hold a stale value, and end equal to a fresh evaluation (${RUNS} histories)`, {
    timeout: 120_000,
  }, async () => {
    const host = await startHost({ paranoid: true });
    const http = httpClient(host);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (history) => {
        const sockets = Array.from({ length: SOCKETS }, () => socketClient(host));
        const live: {
          query: string;
          args: Record<string, unknown>;
          watched: Watched<unknown>;
          stop: () => void;
        }[] = [];
        const ids: string[] = [];
        const pending: Promise<unknown>[] = [];
        for (const current of history) {
          const client = sockets["socket" in current ? current.socket : 0] ?? sockets[0];
          if (client === undefined) continue;
          if (current.kind === "send") {
            const { channel, body } = current;
            pending.push(
              client.mutation(fn("messages:send"), { channel, body }).then((id: string) => ids.push(id)),
            );
          } else if (current.kind === "increment") {
            pending.push(client.mutation(fn("messages:increment"), { name: current.channel }));
          } else if (current.kind === "subscribe") {
            const { query, args } = current.subscription;
            const watched = new Watched<unknown>();
            live.push({
              query,
              args,
              watched,
              stop: client.onUpdate(fn(`messages:${query}`), args, watched.onUpdate),
            });
          } else if (current.kind === "unsubscribe") {
            live.splice(current.pick % Math.max(1, live.length), 1)[0]?.stop();
          } else {
            await Promise.all(pending.splice(0));
            const [id] = ids.splice(current.pick % Math.max(1, ids.length), 1);
            if (id === undefined) continue;
            if (current.kind === "edit") ids.push(id);
            pending.push(
              current.kind === "edit"
                ? client.mutation(fn("messages:edit"), { id, body: current.body })
                : client.mutation(fn("messages:remove"), { id }),
            );
          }
        }
        await Promise.all(pending);
        // A mutation resolves with a transition that covers it: once more on every socket, and all is quiet.
        for (const client of sockets) await client.mutation(fn("messages:increment"), { name: "quiet" });
        for (const { query, args, watched } of live) {
          await watched.until((value) => value !== undefined);
          if (query === "page" || query === "search") continue;
          expect(watched.last).toEqual(await http.query(fn(`messages:${query}`), args));
        }
        for (const { stop } of live) stop();
        await Promise.all(sockets.map((client) => client.close()));
        expect((await health(host)).staleResults).toBe(0);
      }),
      { numRuns: RUNS, verbose: 1 },
    );
  });
});

describe("a round that fails as a whole", () => {
  it("is tried again, and a client whose mutation it was to show is told", async () => {
    const host = await startHost({ paranoid: false });
    const [reader, writer] = [socketClient(host), socketClient(host)];
    const watched = new Watched<unknown[]>();
    reader.onUpdate(fn("messages:list"), { channel: "a" }, watched.onUpdate, watched.onError);
    await watched.until((value) => value !== undefined);
    const failing = vi.spyOn(Database.prototype, "snapshot").mockImplementationOnce(() => {
      throw new Error("no file descriptor is left");
    });
    onTestFinished(() => failing.mockRestore());
    await writer.mutation(fn("messages:send"), { channel: "a", body: "one" });
    await watched.until((value) => value?.length === 1);
    expect(failing.mock.results[0]?.type).toBe("throw");
  });
});
