/** What one caller may ask of the host, before and after it is known who that is. */
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { MAX_ANONYMOUS_BYTES, MAX_KNOWN_BYTES, MAX_QUERIES } from "../src/net/limits.ts";
import { fn, httpClient, socketClient, startHost, temporaryFolder, tokenFor } from "./support/host.ts";
import { change, query, RawSocket } from "./support/rawSocket.ts";

const BACK_OFF = /^TooManyConcurrentRequests/;
const call = (bytes: number) =>
  JSON.stringify({ path: "messages:list", args: { channel: "" }, padding: "" }).replace(
    '"padding":""',
    `"padding":"${"x".repeat(Math.max(0, bytes - JSON.stringify({ path: "messages:list", args: { channel: "" }, padding: "" }).length))}"`,
  );

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
  });
  await response.text();
  return response.status;
}

/** Without an announced length, and reading the answer while the body is still on its way. */
async function postChunked(url: string, body: string): Promise<number | undefined> {
  const req = request(url, { method: "POST" });
  req.on("error", () => undefined);
  for (let at = 0; at < body.length; at += 100_000) req.write(body.slice(at, at + 100_000));
  req.end();
  const [answer] = (await once(req, "response")) as [{ statusCode?: number; resume(): void }];
  answer.resume();
  return answer.statusCode;
}

describe("a body over HTTP", () => {
  it("[IN1] has 2 MB from nobody in particular, and is refused with an answer that arrives", async () => {
    const { url } = await startHost();
    for (const path of ["/api/query", "/api/function", "/api/query_at_ts", "/api/run/messages/list"]) {
      expect(await post(url + path, call(MAX_ANONYMOUS_BYTES + 1)), path).toBe(413);
      expect(await postChunked(url + path, call(MAX_ANONYMOUS_BYTES + 1)), path).toBe(413);
    }
    expect(await post(`${url}/api/query`, call(MAX_ANONYMOUS_BYTES))).toBe(200);
    expect(await postChunked(`${url}/api/query`, call(MAX_ANONYMOUS_BYTES))).toBe(200);
  });

  it("[IN2] has the size of a function's arguments from somebody with a token, and no more", async () => {
    const { url } = await startHost();
    const known = { authorization: `Bearer ${await tokenFor("ann")}` };
    expect(await post(`${url}/api/query`, call(MAX_ANONYMOUS_BYTES + 1), known)).toBe(200);
    expect(await post(`${url}/api/query`, call(MAX_KNOWN_BYTES + 1), known)).toBe(413);
    expect(await post(`${url}/api/query`, call(100), { authorization: "Bearer nonsense" })).toBe(401);
  });

  it("[IN3] asks at most 100 queries at once, each of them well formed", async () => {
    const { url } = await startHost();
    const one = { path: "messages:list", args: { channel: "a" } };
    const batch = (queries: unknown) => post(`${url}/api/query_batch`, JSON.stringify({ queries }));
    expect(await batch(Array.from({ length: 100 }, () => one))).toBe(200);
    expect(await batch(Array.from({ length: 101 }, () => one))).toBe(400);
    for (const broken of [[null], [1], [{ path: 1 }], {}]) expect(await batch(broken)).toBe(400);
  });

  it("a path that is not percent-encoded text is the caller's mistake", async () => {
    const { url } = await startHost();
    expect(await post(`${url}/api/run/%ff/x`, "{}")).toBe(400);
  });
});

describe("an upload", () => {
  const maxUploadBytes = 1_000;
  const start = async () => {
    const dataDir = temporaryFolder();
    const host = await startHost({ dataDir, maxUploadBytes });
    const urlOfOne = async () => (await httpClient(host).mutation(fn("files:uploadUrl"), {})) as string;
    return { urlOfOne, kept: () => readdirSync(path.join(dataDir, "storage")).length };
  };

  it("[FI4] has a largest size, announced or not, and leaves nothing behind when it is larger", async () => {
    const { urlOfOne, kept } = await start();
    const url = await urlOfOne();
    expect(await post(url, "x".repeat(maxUploadBytes + 1))).toBe(413);
    expect(await postChunked(url, "x".repeat(300_000))).toBe(413);
    expect(kept()).toBe(0);
    expect(await postChunked(url, "x".repeat(maxUploadBytes))).toBe(200);
    expect(kept()).toBe(1);
  });

  it("[FI4] is refused by its announced size before any of it is sent", async () => {
    const { urlOfOne } = await start();
    const req = request(await urlOfOne(), { method: "POST", headers: { "content-length": "999999999" } });
    req.on("error", () => undefined);
    req.flushHeaders();
    const [answer] = (await once(req, "response")) as [{ statusCode?: number }];
    expect(answer.statusCode).toBe(413);
    req.destroy();
  });

  it("[FI5] takes one file for one URL, also when two are sent at once", async () => {
    const { urlOfOne, kept } = await start();
    const url = await urlOfOne();
    const statuses = await Promise.all([post(url, "one"), post(url, "two"), post(url, "three")]);
    expect(statuses.sort()).toEqual([200, 401, 401]);
    expect(await post(url, "four")).toBe(401);
    expect(kept()).toBe(1);
  });

  it("[FI5] may be sent again to the same URL when nothing was stored", async () => {
    const { urlOfOne } = await start();
    const url = await urlOfOne();
    expect(await post(url, "content", { digest: `sha-256=${"A".repeat(43)}=` })).toBe(400);
    expect(await post(url, "content")).toBe(200);
  });
});

describe("a session on the WebSocket", () => {
  const large = (bytes: number) => JSON.stringify({ type: "Event", eventType: "x".repeat(bytes) });

  it("[IN4] takes 2 MB at once from nobody in particular, and tells the client to come back later", async () => {
    const host = await startHost();
    const whole = await new RawSocket(host.url).open("large");
    whole.sendText(large(MAX_ANONYMOUS_BYTES));
    expect(await whole.closed()).toMatch(BACK_OFF);
    const parts = await new RawSocket(host.url).open("never whole");
    parts.sendPart("x");
    const stop = setInterval(() => parts.sendPart("x".repeat(100_000)), 1);
    expect(await parts.closed()).toMatch(BACK_OFF);
    clearInterval(stop);
    const fine = await new RawSocket(host.url).open("fine");
    for (let i = 0; i < 4; i += 1) fine.sendText(large(MAX_ANONYMOUS_BYTES - 100));
    fine.send(change(0, []));
    await fine.next("Transition");
  });

  it("[IN5] takes more from somebody with a token, also when it is sent right behind the token", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("ann");
    socket.send({ type: "Authenticate", tokenType: "User", value: await tokenFor("ann"), baseVersion: 0 });
    socket.sendText(large(8 * 1024 * 1024));
    socket.send(change(0, []));
    await socket.next("Transition");
    socket.sendText(large(MAX_KNOWN_BYTES));
    expect(await socket.closed()).toMatch(BACK_OFF);
  });

  it("[IN6] official clients send large arguments once they have signed in", async () => {
    const host = await startHost();
    const token = await tokenFor("ann");
    const body = "x".repeat(900_000);
    const live = socketClient(host);
    live.setAuth(async () => token);
    const padding = "y".repeat(3_000_000);
    await expect(live.mutation(fn("messages:send"), { channel: "a", body, padding })).rejects.toThrow(
      "ArgumentValidationError",
    );
    await live.mutation(fn("messages:send"), { channel: "a", body });
    expect(await httpClient(host).query(fn("messages:list"), { channel: "a" })).toHaveLength(1);
  });

  it("[IN7] has at most 1,000 queries, however they are added", async () => {
    const host = await startHost({ paranoid: false });
    const add = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => query(from + at, "messages:list", { channel: "a" }));
    const socket = await new RawSocket(host.url).open("many");
    socket.send(change(0, add(0, MAX_QUERIES)));
    await socket.next("Transition");
    socket.send(change(1, add(MAX_QUERIES, 1)));
    expect(await socket.closed()).toMatch(BACK_OFF);
    const flood = await new RawSocket(host.url).open("flood");
    flood.send(
      change(
        0,
        Array.from({ length: 2_001 }, () => ({ type: "Remove", queryId: 1 })),
      ),
    );
    expect(await flood.closed()).toMatch(BACK_OFF);
  });

  it("[IN8] queues at most 1,000 mutations", async () => {
    const host = await startHost();
    const socket = await new RawSocket(host.url).open("writer");
    socket.send({ type: "Mutation", requestId: 0, udfPath: "messages:neverSettles", args: [{}] });
    for (let requestId = 1; requestId <= 1_001; requestId += 1)
      socket.send({
        type: "Mutation",
        requestId,
        udfPath: "messages:send",
        args: [{ channel: "a", body: "" }],
      });
    expect(await socket.closed()).toMatch(BACK_OFF);
  });
});
