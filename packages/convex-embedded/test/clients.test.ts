import { ConvexReactClient } from "convex/react";
import { describe, expect, it, onTestFinished } from "vitest";
import { createJsonLogger } from "../src/index.ts";
import {
  fn,
  health,
  httpClient,
  socketClient,
  startHost,
  temporaryFolder,
  tokenFor,
  until,
  Watched,
} from "./support/host.ts";

interface Message {
  _id: string;
  body: string;
}

interface PageResult {
  page: Message[];
  isDone: boolean;
  continueCursor: string;
}

const bodies = (messages: Message[] | undefined) => messages?.map((message) => message.body);

describe("ConvexHttpClient", () => {
  it("[HT1] runs queries, mutations and actions", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const id = await client.mutation(fn("messages:send"), { channel: "a", body: "hello" });
    expect(await client.query(fn("messages:get"), { id })).toMatchObject({
      _id: id,
      channel: "a",
      body: "hello",
    });
    expect(await client.action(fn("messages:sendTwice"), { channel: "b" })).toEqual(["one", "two"]);
  });

  it("[TX2] rolls back a mutation that throws, and hands over a ConvexError's data", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const failed = client.mutation(fn("messages:sendThenThrow"), { channel: "a", body: "x" });
    await expect(failed).rejects.toMatchObject({ data: { code: "refused", body: "x" } });
    expect(await client.query(fn("messages:list"), { channel: "a" })).toEqual([]);
  });

  it("[TX3] rolls back a nested mutation alone", async () => {
    const host = await startHost();
    const client = httpClient(host);
    expect(await client.mutation(fn("messages:sendWithFailingPart"), { channel: "a", body: "x" })).toBe(1);
    expect(bodies(await client.query(fn("messages:list"), { channel: "a" }))).toEqual(["instead of x"]);
  });

  it("[EX4] ends a mutation whose promise can never resolve, and goes on with the next", async () => {
    const host = await startHost();
    const client = httpClient(host);
    const stuck = client.mutation(fn("messages:neverSettles"), {});
    await expect(stuck).rejects.toThrow("Returned promise will never resolve");
    expect(await client.query(fn("messages:list"), { channel: "stuck" })).toEqual([]);
    await client.mutation(fn("messages:send"), { channel: "stuck", body: "after" });
  });

  it("[EX5] a forgotten await fails its function and not the process", async () => {
    const host = await startHost();
    const client = httpClient(host);
    await expect(client.mutation(fn("messages:forgetsAwait"), {})).rejects.toThrow(
      "does not match the schema",
    );
    expect(await client.query(fn("messages:list"), { channel: "a" })).toEqual([]);
  });

  it("[EX7] what a function hands over is stored as it was at the call", async () => {
    const client = httpClient(await startHost());
    const thing = await client.mutation(fn("messages:reuses"), {});
    expect(thing).toMatchObject({ a: 1, deep: { list: [1, 2] } });
    expect(thing).not.toHaveProperty("gone");
  });

  it("[AU3] hides internal functions from everybody but the admin key", async () => {
    const host = await startHost();
    const client = httpClient(host);
    await expect(client.query(fn("messages:secret"), {})).rejects.toThrow("Could not find public function");
    const admin = httpClient(host) as typeof client & { setAdminAuth(key: string): void };
    admin.setAdminAuth(host.adminKey);
    expect(await admin.query(fn("messages:secret"), {})).toBe("internal");
  });

  it("[AU2] answers 401 for a token that is not accepted", async () => {
    const host = await startHost();
    const response = await fetch(`${host.url}/api/query`, {
      method: "POST",
      headers: { authorization: "Bearer nonsense" },
      body: JSON.stringify({ path: "messages:whoAmI", args: {} }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "InvalidAuthHeader" });
  });

  it("[ER2] a production host tells clients nothing but the request id and a ConvexError's data", async () => {
    const logged: string[] = [];
    const logger = createJsonLogger({ level: "info", write: (line) => logged.push(line) });
    const host = await startHost({ isDev: false, logger });
    const client = httpClient(host);
    const plain = await client.mutation(fn("messages:neverSettles"), {}).catch(String);
    expect(plain).toMatch(/^Error: \[Request ID: [0-9a-f]{16}\] Server Error$/);
    const requestId = /[0-9a-f]{16}/.exec(plain)?.[0] ?? "";
    expect(logged.find((line) => line.includes(requestId))).toContain("Returned promise will never resolve");
    const data = client.mutation(fn("messages:sendThenThrow"), { channel: "a", body: "x" });
    await expect(data).rejects.toMatchObject({ data: { code: "refused" } });
  });
});

describe("ConvexClient", () => {
  it("[RX1] sees another client's mutation in a live query", async () => {
    const host = await startHost();
    const watched = new Watched<Message[]>();
    socketClient(host).onUpdate(fn("messages:list"), { channel: "a" }, watched.onUpdate);
    await watched.until((value) => value?.length === 0);
    await httpClient(host).mutation(fn("messages:send"), { channel: "a", body: "hello" });
    await watched.until((value) => value?.length === 1);
    expect((await health(host)).staleResults).toBe(0);
  });

  it("[RX2] a commit re-runs only the queries that read what it touched", async () => {
    const host = await startHost({ paranoid: false });
    const [one, other] = [new Watched<Message[]>(), new Watched<Message[]>()];
    const client = socketClient(host);
    client.onUpdate(fn("messages:list"), { channel: "a" }, one.onUpdate);
    client.onUpdate(fn("messages:list"), { channel: "b" }, other.onUpdate);
    await one.until((value) => value !== undefined);
    await other.until((value) => value !== undefined);
    const before = (await health(host)).evaluations;
    await client.mutation(fn("messages:send"), { channel: "a", body: "hello" });
    expect(one.last).toHaveLength(1);
    expect((await health(host)).evaluations - before).toBe(1);
  });

  it("[RX3] many subscribers of one query share one evaluation", async () => {
    const host = await startHost({ paranoid: false });
    const watchers = Array.from({ length: 20 }, () => new Watched<Message[]>());
    for (const watched of watchers) {
      socketClient(host).onUpdate(fn("messages:list"), { channel: "a" }, watched.onUpdate);
    }
    for (const watched of watchers) await watched.until((value) => value !== undefined);
    expect((await health(host)).liveQueries).toBe(1);
    const before = (await health(host)).evaluations;
    await httpClient(host).mutation(fn("messages:send"), { channel: "a", body: "hello" });
    for (const watched of watchers) await watched.until((value) => value?.length === 1);
    expect((await health(host)).evaluations - before).toBe(1);
  });

  it("[RX4] a query over a table that does not exist yet wakes when it is created", async () => {
    const host = await startHost();
    const watched = new Watched<number | null>();
    const client = socketClient(host);
    client.onUpdate(fn("messages:latestThing"), { table: "later" }, watched.onUpdate);
    await watched.until((value) => value === null);
    await client.mutation(fn("messages:putThing"), { table: "later", value: 5 });
    await watched.until((value) => value === 5);
  });

  it("[RX5] a full-text search is live", async () => {
    const host = await startHost();
    const watched = new Watched<Message[]>();
    const client = socketClient(host);
    client.onUpdate(fn("messages:search"), { text: "brown fo" }, watched.onUpdate);
    await watched.until((value) => value?.length === 0);
    const id = await client.mutation(fn("messages:send"), { channel: "a", body: "the quick fox" });
    await watched.until((value) => value?.length === 1);
    await client.mutation(fn("messages:edit"), { id, body: "a lazy dog" });
    await watched.until((value) => value?.length === 0);
  });

  it("[SY4] resolves a mutation only when its own queries show it, and drops optimistic updates without a flicker", async () => {
    const host = await startHost();
    const watched = new Watched<Message[]>();
    const client = socketClient(host);
    client.onUpdate(fn("messages:list"), { channel: "a" }, watched.onUpdate);
    await watched.until((value) => value?.length === 0);
    for (let round = 1; round <= 5; round += 1) {
      await client.mutation(
        fn("messages:send"),
        { channel: "a", body: `m${round}` },
        {
          optimisticUpdate: (store) => {
            const shown = store.getQuery(fn("messages:list"), { channel: "a" }) as Message[] | undefined;
            const guess = { _id: "guess", _creationTime: 0, channel: "a", body: `m${round}` };
            store.setQuery(fn("messages:list"), { channel: "a" }, [...(shown ?? []), guess]);
          },
        },
      );
      expect(watched.last).toHaveLength(round);
    }
    const lengths = watched.values.map((value) => value.length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });

  it("[SY5] runs mutations of one socket in order", async () => {
    const host = await startHost();
    const client = socketClient(host);
    const results = await Promise.all(
      Array.from({ length: 50 }, () => client.mutation(fn("messages:increment"), { name: "n" })),
    );
    expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it("[PG3] pages keep their borders while rows come and go", async () => {
    const host = await startHost();
    const client = socketClient(host);
    for (const body of ["1", "2", "3", "4"])
      await client.mutation(fn("messages:send"), { channel: "a", body });
    const watched = new Watched<PageResult>();
    const paginationOpts = { numItems: 2, cursor: null };
    client.onUpdate(fn("messages:page"), { channel: "a", paginationOpts }, watched.onUpdate);
    await watched.until((value) => value !== undefined);
    expect(bodies(watched.last?.page)).toEqual(["4", "3"]);
    await client.mutation(fn("messages:send"), { channel: "a", body: "5" });
    await watched.until((value) => value?.page.length === 3);
    expect(bodies(watched.last?.page)).toEqual(["5", "4", "3"]);
    const next = await client.query(fn("messages:page"), {
      channel: "a",
      paginationOpts: { numItems: 2, cursor: watched.last?.continueCursor ?? null },
    });
    expect(bodies((next as PageResult).page)).toEqual(["2", "1"]);
    expect((next as PageResult).isDone).toBe(false);
  });

  it("[PG5] an exactly full last page is not done; the empty one behind it is", async () => {
    const host = await startHost();
    const client = httpClient(host);
    for (const body of ["1", "2"]) await client.mutation(fn("messages:send"), { channel: "a", body });
    const page = async (cursor: string | null) =>
      (await client.query(fn("messages:page"), {
        channel: "a",
        paginationOpts: { numItems: 2, cursor },
      })) as PageResult;
    const full = await page(null);
    expect([bodies(full.page), full.isDone]).toEqual([["2", "1"], false]);
    const empty = await page(full.continueCursor);
    expect([empty.page, empty.isDone]).toEqual([[], true]);
  });

  it("[PG6] a page read again with its end fixed is the same, and its two halves are the whole", async () => {
    const host = await startHost();
    const client = httpClient(host);
    for (let nth = 1; nth <= 6; nth += 1)
      await client.mutation(fn("messages:send"), { channel: "a", body: String(nth) });
    const page = async (cursor: string | null, endCursor: string | null) =>
      (await client.query(fn("messages:page"), {
        channel: "a",
        paginationOpts: { numItems: 4, cursor, endCursor },
      })) as PageResult & { splitCursor: string | null };
    const first = await page(null, null);
    expect(bodies(first.page)).toEqual(["6", "5", "4", "3"]);
    expect(await page(null, first.continueCursor)).toEqual(first);
    const upper = await page(null, first.splitCursor);
    const lower = await page(first.splitCursor, first.continueCursor);
    expect([bodies(upper.page), bodies(lower.page)]).toEqual([
      ["6", "5"],
      ["4", "3"],
    ]);
  });

  it("[PG4] refuses a cursor of another query so that clients start over", async () => {
    const host = await startHost();
    const client = httpClient(host);
    for (const body of ["1", "2"]) await client.mutation(fn("messages:send"), { channel: "a", body });
    const first = (await client.query(fn("messages:page"), {
      channel: "a",
      paginationOpts: { numItems: 1, cursor: null },
    })) as PageResult;
    const foreign = client.query(fn("messages:page"), {
      channel: "b",
      paginationOpts: { numItems: 1, cursor: first.continueCursor },
    });
    await expect(foreign).rejects.toMatchObject({
      data: { isConvexSystemError: true, paginationError: "InvalidCursor" },
    });
  });

  it("[AU1] runs queries as the signed-in person, and again when the person changes", async () => {
    const host = await startHost();
    const client = socketClient(host);
    const watched = new Watched<string | null>();
    client.onUpdate(fn("messages:whoAmI"), {}, watched.onUpdate);
    await watched.until((value) => value === null);
    client.setAuth(async () => tokenFor("ann"));
    await watched.until((value) => value === "ann");
    client.setAuth(async () => tokenFor("bob"));
    await watched.until((value) => value === "bob");
    expect(await client.mutation(fn("messages:whoAmIMutation"), {})).toBe("bob");
  });

  it("[AU4] a refused token leaves the client signed out and working", async () => {
    const host = await startHost();
    const client = socketClient(host);
    const states: boolean[] = [];
    client.setAuth(
      async () => "not.a.token",
      (isAuthenticated) => states.push(isAuthenticated),
    );
    await until(() => states.includes(false));
    expect(await client.query(fn("messages:whoAmI"), {})).toBeNull();
  });

  it("[AU5] a token that ends on a live socket is renewed", async () => {
    const host = await startHost();
    const client = socketClient(host);
    const watched = new Watched<string | null>();
    client.onUpdate(fn("messages:whoAmI"), {}, watched.onUpdate);
    let fetched = 0;
    client.setAuth(async () => {
      fetched += 1;
      return tokenFor(`ann${fetched}`, fetched === 1 ? 3 : 3600);
    });
    await watched.until((value) => value !== undefined && value !== null && value !== "ann1");
    expect(fetched).toBeGreaterThan(1);
  });

  it("[SY7] splits transitions above 5 MB into chunks the client puts together", async () => {
    const host = await startHost({ paranoid: false });
    const text = (await socketClient(host).query(fn("messages:big"), { megabytes: 11 })) as string;
    expect(text).toHaveLength(11_000_000);
  });

  it("[SY8] comes back after a restart of the host with its queries and its page borders", async () => {
    const dataDir = temporaryFolder();
    const first = await startHost({ dataDir });
    const client = socketClient(first);
    const watched = new Watched<Message[]>();
    client.onUpdate(fn("messages:list"), { channel: "a" }, watched.onUpdate);
    await client.mutation(fn("messages:send"), { channel: "a", body: "before" });
    await first.stop();
    const second = await startHost({ dataDir, port: Number(new URL(first.url).port) });
    await httpClient(second).mutation(fn("messages:send"), { channel: "a", body: "after" });
    await watched.until((value) => value?.length === 2);
    expect(bodies(watched.last)).toEqual(["before", "after"]);
  });

  it("[ER1] a failing query reaches the subscriber as an error, and recovers", async () => {
    const host = await startHost();
    const client = socketClient(host);
    const watched = new Watched<unknown>();
    client.onUpdate(fn("messages:nothing"), {}, watched.onUpdate, watched.onError);
    await until(() => watched.errors.length > 0);
    expect(watched.errors[0]?.message).toContain("Could not find public function for 'messages:nothing'");
  });
});

describe("ConvexReactClient", () => {
  it("[RX6] serves watchQuery", async () => {
    const host = await startHost();
    const client = new ConvexReactClient(host.url, { logger: false });
    onTestFinished(() => client.close());
    const watch = client.watchQuery(fn("messages:counter"), { name: "n" });
    const changed = Promise.withResolvers<void>();
    watch.onUpdate(() => {
      if (watch.localQueryResult() === 1) changed.resolve();
    });
    await client.mutation(fn("messages:increment"), { name: "n" });
    await changed.promise;
  });
});
