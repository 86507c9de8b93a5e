/** Connecting to a gateway that ends meanwhile: a socket that takes connections and never greets stands for it. */
import { createServer, type Server, type Socket } from "node:net";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OpenClawGateway } from "./open-claw-gateway.ts";
import { freePort } from "./probe.ts";

let server: Server;
let url = "";
const open = new Set<Socket>();

beforeEach(async () => {
  const port = await freePort();
  server = createServer((socket) => {
    open.add(socket);
    // Read, so that the other end is noticed to have gone.
    socket
      .resume()
      .on("close", () => open.delete(socket))
      .on("error", () => {});
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, "127.0.0.1", resolve);
  await promise;
  url = `ws://127.0.0.1:${port}`;
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  await promise;
});

const link = () => new OpenClawGateway(pino({ level: "silent" }));
const stopped = "Stopped while connecting";

it("is given up at once when the gateway had ended before", async () => {
  await expect(link().connect({ url, token: "t" }, AbortSignal.abort())).rejects.toThrow(stopped);
  expect(open.size).toBe(0);
});

it("is given up when it ends while an earlier connection is let go of", async () => {
  const gateway = link();
  const life = new AbortController();
  const connecting = gateway.connect({ url, token: "t" }, life.signal);
  life.abort();
  await expect(connecting).rejects.toThrow(stopped);
  expect(open.size).toBe(0);
});

it("is given up when it ends before it greets, and nothing goes on trying", async () => {
  const gateway = link();
  const life = new AbortController();
  const connecting = gateway.connect({ url, token: "t" }, life.signal);
  await expect.poll(() => open.size).toBe(1);
  life.abort();
  await expect(connecting).rejects.toThrow(stopped);
  await expect.poll(() => open.size).toBe(0);
  expect(gateway.isReady).toBe(false);
});
