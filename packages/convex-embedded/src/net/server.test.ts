import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { silentLogger } from "../observability/logger.ts";
import { HttpServer, type ServerInput } from "./server.ts";

async function start(input: Partial<ServerInput> = {}): Promise<number> {
  const server = new HttpServer({
    exact: new Map([["GET /ok", async (exchange) => exchange.text(200, "fine")]]),
    prefixes: [],
    logger: silentLogger,
    ...input,
  });
  onTestFinished(() => server.close());
  server.open();
  return await server.listen(0, "127.0.0.1");
}

/** Writes a request as it is and reads until the server hangs up. */
async function answerTo(port: number, lines: readonly string[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  let answer = "";
  return await new Promise((resolve) => {
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

const UPGRADE = ["host: x", "connection: Upgrade", "upgrade: websocket"];

describe("the HTTP server", () => {
  it("survives every request target, as a request and as an upgrade", async () => {
    const port = await start({ upgrade: ({ url }) => url.pathname === "/none" });
    const targets = [
      "//",
      "///",
      "//:0",
      "//[",
      "//%",
      "/%",
      "http://",
      "http://[",
      "*",
      "/\\",
      "//host:99999/x",
    ];
    for (const target of targets) {
      expect(await answerTo(port, [`GET ${target} HTTP/1.1`, ...UPGRADE]), target).toMatch(
        /^HTTP\/1\.1 40[04] /,
      );
      const plain = await answerTo(port, [`GET ${target} HTTP/1.1`, "host: x", "connection: close"]);
      expect(plain, target).toMatch(/^HTTP\/1\.1 40[04] /);
    }
    expect(await answerTo(port, ["GET /ok HTTP/1.1", "host: x", "connection: close"])).toContain("fine");
  });

  it("hangs up on a client that keeps its end of a refused upgrade open, and stops", async () => {
    const server = new HttpServer({ exact: new Map(), prefixes: [], logger: silentLogger });
    const port = await server.listen(0, "127.0.0.1");
    for (const isOpen of [false, true]) {
      if (isOpen) server.open();
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      onTestFinished(() => void socket.destroy());
      const ended = new Promise((resolve) => socket.once("end", resolve));
      socket.resume();
      socket.write(`${["GET /none HTTP/1.1", ...UPGRADE].join("\r\n")}\r\n\r\n`);
      await ended;
    }
    await server.close();
  });

  it("a target never names another host: two slashes are a path", async () => {
    const paths: string[] = [];
    const port = await start({
      upgrade: ({ url }) => {
        paths.push(url.pathname);
        return false;
      },
    });
    await answerTo(port, ["GET //evil/api/sync HTTP/1.1", ...UPGRADE]);
    expect(paths).toEqual(["//evil/api/sync"]);
  });

  it("an upgrade that fails ends its connection, not the process", async () => {
    const port = await start({
      upgrade: () => {
        throw new TypeError("defect");
      },
    });
    expect(await answerTo(port, ["GET /api/sync HTTP/1.1", ...UPGRADE])).toBe("");
    expect(await answerTo(port, ["GET /ok HTTP/1.1", "host: x", "connection: close"])).toContain("fine");
  });
});
