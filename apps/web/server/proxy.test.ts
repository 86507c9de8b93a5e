import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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

  test("a backend that is down is answered with 503 and a sentence, not with a hanging request", async () => {
    const gone = createServer();
    const url = await listen(gone);
    await new Promise((resolve) => gone.close(resolve));
    const answer = await fetch(`${await proxyTo(url)}/convex/version`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "unavailable" });
  });
});
