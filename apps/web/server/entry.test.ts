import { once } from "node:events";
import { createServer, IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { Duplex } from "node:stream";
import { afterEach, describe, expect, test } from "vitest";
import { createEntry, MAX_BODY_BYTES } from "./entry.ts";

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Seen = {
  readonly address: string | string[] | undefined;
  readonly bytes: number;
  readonly realIp: boolean;
};

/** The dashboard's listeners with a page handler that tells what reached it. */
function entryWith(options: { isProxyTrusted?: boolean } = {}) {
  return createEntry({
    proxy: {
      forward: (_req, res) => void res.end("backend"),
      upgrade: (_req, socket) => void socket.destroy(),
    },
    agents: { forward: (_req, res) => void res.end("agents") },
    clerkHost: null,
    servePacked: () => false,
    handle: async (req, res) => {
      let bytes = 0;
      for await (const chunk of req) bytes += (chunk as Buffer).length;
      const seen: Seen = {
        address: req.headers["x-forwarded-for"],
        bytes,
        realIp: "x-real-ip" in req.headers || "forwarded" in req.headers,
      };
      res.end(JSON.stringify(seen));
    },
    connect: [],
    isDev: false,
    isProxyTrusted: options.isProxyTrusted ?? false,
  });
}

async function start(options?: { isProxyTrusted?: boolean }): Promise<string> {
  const server = createServer(entryWith(options).request);
  running.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends headers only: what is answered must not need the body. */
async function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  const req = request(url, { method: "POST", headers });
  req.on("error", () => undefined);
  req.flushHeaders();
  const [answer] = (await once(req, "response")) as [IncomingMessage];
  req.destroy();
  return answer.statusCode;
}

describe("a socket that asks for an upgrade", () => {
  test("may be reset while it is being answered without ending the dashboard", async () => {
    const reset = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    const socket = new Duplex({ read: () => undefined, write: (_chunk, _coding, done) => done(reset) });
    const req = new IncomingMessage(new Socket());
    req.url = "/nowhere";
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    // Without a listener the error is an uncaught exception, which fails this run as it ended the dashboard.
    entryWith().upgrade(req, socket, Buffer.alloc(0));
    await closed;
    expect(socket.errored).toBe(reset);
    expect(socket.listenerCount("error")).toBeGreaterThan(0);
  });
});

describe("the size of what is sent to the dashboard", () => {
  test.each(["/api/auth/sign-in/email", "/api/%61uth/sign-in/email", "//api/auth/sign-in/email"])(
    "%s takes no more than 64 KB, and says so before any of it is read",
    async (path) => {
      const origin = await start();
      expect(await statusOf(origin + path, { "content-length": String(MAX_BODY_BYTES + 1) })).toBe(413);
      expect(await statusOf(origin + path, { "transfer-encoding": "chunked" })).toBe(411);
      const taken = await fetch(origin + path, { method: "POST", body: "x".repeat(MAX_BODY_BYTES) });
      expect(((await taken.json()) as Seen).bytes).toBe(MAX_BODY_BYTES);
    },
  );

  test("what goes to the backend is left to the backend's own limits", async () => {
    const answer = await fetch(`${await start()}/convex/api/storage/upload`, {
      method: "POST",
      body: "x".repeat(MAX_BODY_BYTES + 1),
    });
    expect(await answer.text()).toBe("backend");
  });
});

describe("agents from outside", () => {
  test.each(["/mcp", "/mcp?x=1", "/api/v1/openapi.json", "/api/v1/tools/work_list"])(
    "%s is the backend's endpoint, which has limits of its own",
    async (path) => {
      const answer = await fetch((await start()) + path, {
        method: "POST",
        body: "x".repeat(MAX_BODY_BYTES + 1),
      });
      expect(await answer.text()).toBe("agents");
    },
  );

  test.each(["/mcpx", "/mcp/x", "/api/v2/x", "/acme/mcp", "/api/v1"])("%s is not", async (path) => {
    const answer = await fetch((await start()) + path);
    expect(await answer.text()).not.toBe("agents");
  });
});

describe("the address of a client", () => {
  const spoofed = {
    "x-forwarded-for": "1.1.1.1, 203.0.113.7",
    "x-real-ip": "1.1.1.1",
    forwarded: "for=1.1.1.1",
  };
  const seenBy = async (options: { isProxyTrusted: boolean }, headers: Record<string, string>) =>
    (await (await fetch(await start(options), { headers })).json()) as Seen;

  test("is the last one named when a proxy in front is trusted: what stands before it came from the client", async () => {
    expect(await seenBy({ isProxyTrusted: true }, spoofed)).toMatchObject({
      address: "203.0.113.7",
      realIp: false,
    });
  });

  test("is the address that connected when nobody is trusted, or nobody named one", async () => {
    expect((await seenBy({ isProxyTrusted: false }, spoofed)).address).toBe("127.0.0.1");
    expect((await seenBy({ isProxyTrusted: true }, {})).address).toBe("127.0.0.1");
  });
});
