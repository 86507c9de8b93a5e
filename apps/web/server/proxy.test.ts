import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createBackendProxy, isBackendPath } from "./proxy.ts";

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxyTo(backendUrl: string): Promise<string> {
  const proxy = createBackendProxy(backendUrl);
  const front = createServer(proxy.forward);
  front.on("upgrade", proxy.upgrade);
  return await listen(front);
}

/** Writes bytes to a server and reads until it hangs up. */
async function exchangeBytes(origin: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(origin);
  const socket = connect(Number(port), hostname);
  socket.setEncoding("latin1");
  socket.write(bytes, "latin1");
  let answer = "";
  return await new Promise((resolve) => {
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

/** A backend that remembers the requests it believes it received. */
async function recordingBackend(): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const url = await listen(
    createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on("data", (chunk: Buffer) => chunks.push(chunk));
      req.on("end", () => {
        const body = Buffer.concat(chunks).toString();
        seen.push(`${req.method} ${req.url}${body === "" ? "" : ` ${body}`}`);
        res.end(JSON.stringify(req.headers));
      });
    }),
  );
  return { url, seen };
}

const EVIL = "GET /evil HTTP/1.1\r\nhost: x\r\n\r\n";
const chunked = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;

describe("what a body cannot do on its way to the backend", () => {
  test.each(["DELETE", "GET", "OPTIONS", "HEAD"])(
    "a %s with a body is refused, and the body never becomes a request",
    async (method) => {
      const backend = await recordingBackend();
      const front = await proxyTo(backend.url);
      const answer = await exchangeBytes(
        front,
        `${method} /convex/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n${chunked(EVIL)}`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      await (await fetch(`${front}/convex/b`)).text();
      expect(backend.seen).toEqual(["GET /b"]);
    },
  );

  test("a chunked body stays one body, even when Connection names its framing", async () => {
    const backend = await recordingBackend();
    const front = await proxyTo(backend.url);
    await exchangeBytes(
      front,
      `POST /convex/a HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\nconnection: close, transfer-encoding\r\n\r\n${chunked(EVIL)}`,
    );
    await exchangeBytes(
      front,
      `PUT /convex/b HTTP/1.1\r\nhost: x\r\ncontent-length: ${EVIL.length}\r\nconnection: close, content-length\r\n\r\n${EVIL}`,
    );
    expect(backend.seen).toEqual([`POST /a ${EVIL}`, `PUT /b ${EVIL}`]);
  });

  test("a transfer coding that would be passed on undecoded is refused", async () => {
    const backend = await recordingBackend();
    const answer = await exchangeBytes(
      await proxyTo(backend.url),
      `POST /convex/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ntransfer-encoding: gzip, chunked\r\n\r\n${chunked(EVIL)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(backend.seen).toEqual([]);
  });

  test("headers that Connection names end at this hop, and each request has a connection of its own", async () => {
    const backend = await recordingBackend();
    const answer = await exchangeBytes(
      await proxyTo(backend.url),
      "GET /convex/a HTTP/1.1\r\nhost: x\r\nx-hop: 1\r\nx-kept: 2\r\nconnection: close, X-Hop\r\n\r\n",
    );
    const seen = JSON.parse(/\{.*\}/.exec(answer)?.[0] ?? "") as Record<string, string>;
    expect(seen["x-hop"]).toBeUndefined();
    expect(seen).toMatchObject({ "x-kept": "2", connection: "close" });
  });
});

describe("the way to the backend", () => {
  test("only /convex and what is below it is the backend's", () => {
    expect(["/convex", "/convex/api/query", "/convex?x=1"].map(isBackendPath)).toEqual([true, true, true]);
    expect(["/", "/convexity", "/acme/convex", undefined].map(isBackendPath)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test("a request arrives with its path, body and token, and without the sign-in cookie", async () => {
    const backend = await listen(
      createServer((req, res) => {
        const { cookie = null, authorization } = req.headers;
        void req
          .toArray()
          .then((chunks) =>
            res.end(JSON.stringify({ url: req.url, body: chunks.join(""), cookie, authorization })),
          );
      }),
    );
    const front = await proxyTo(backend);
    const answer = await fetch(`${front}/convex/api/query?a=1`, {
      method: "POST",
      body: "hello",
      headers: { cookie: "session=secret", authorization: "Bearer t" },
    });
    expect(await answer.json()).toEqual({
      url: "/api/query?a=1",
      body: "hello",
      cookie: null,
      authorization: "Bearer t",
    });
  });

  test("an answer is passed on as it comes, not when it is complete", async () => {
    let finish: () => void = () => undefined;
    const backend = await listen(
      createServer((_req, res) => {
        res.write("first");
        finish = () => res.end("last");
      }),
    );
    const answer = await fetch(`${await proxyTo(backend)}/convex/x`);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("first");
    finish();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("last");
  });

  test("a socket is passed through in both directions", async () => {
    const backendServer = createServer();
    backendServer.on("upgrade", (req, socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nx-path: ${req.url}\r\n\r\n`,
      );
      socket.on("data", (chunk) => socket.write(`echo ${chunk}`));
    });
    const front = await proxyTo(await listen(backendServer));
    const echoed = await new Promise<string>((resolve, reject) => {
      const req = request(`${front}/convex/api/1.48.0/sync`, {
        headers: { connection: "Upgrade", upgrade: "websocket" },
      });
      req.once("upgrade", (answer, socket) => {
        socket.once("data", (chunk) => {
          resolve(`${answer.headers["x-path"]} ${chunk}`);
          socket.destroy();
        });
        socket.write("hi");
      });
      req.once("error", reject);
      req.end();
    });
    expect(echoed).toBe("/api/1.48.0/sync echo hi");
  });

  const UPGRADE = "GET /convex/x HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: websocket\r\n";

  test("an upgrade that the backend refuses is one complete answer, and the last on its connection", async () => {
    const backend = createServer((_req, res) => {
      res.writeHead(403, { "x-why": "no", connection: "keep-alive, x-hop", "x-hop": "1", trailer: "x-end" });
      res.write("not ");
      res.end("you");
    });
    const answer = await exchangeBytes(await proxyTo(await listen(backend)), `${UPGRADE}\r\n`);
    const [head, body] = answer.split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 403 /);
    expect(head).toContain("x-why: no");
    expect(head?.toLowerCase().match(/^connection: .*$/gm)).toEqual(["connection: close"]);
    expect(head).not.toMatch(/transfer-encoding|trailer|keep-alive|x-hop/i);
    expect(body).toBe("not you");
  });

  test("an upgrade with a body, or to something else than a WebSocket, does not reach the backend", async () => {
    const backend = await recordingBackend();
    const front = await proxyTo(backend.url);
    const answers = await Promise.all([
      exchangeBytes(front, `${UPGRADE}content-length: ${EVIL.length}\r\n\r\n${EVIL}`),
      exchangeBytes(front, `${UPGRADE.replace("websocket", "h2c")}\r\n`),
    ]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(backend.seen).toEqual([]);
  });

  test("a backend that is down is answered with 503 and a sentence, not with a hanging request", async () => {
    const gone = createServer();
    const url = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const answer = await fetch(`${await proxyTo(url)}/convex/version`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });
  });
});
