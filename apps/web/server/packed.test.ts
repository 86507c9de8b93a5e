import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createPackedFiles, packFiles } from "./packed.ts";

const TEXT = "export const words = 'one and another';\n".repeat(100);
let dir: string;
let server: Server;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "mc-packed-"));
  mkdirSync(join(dir, "chunks"));
  writeFileSync(join(dir, "chunks/a.js"), TEXT);
  writeFileSync(join(dir, "chunks/tiny.js"), "1");
  writeFileSync(join(dir, "chunks/a.woff2"), TEXT);
  await packFiles(dir);
  const serve = createPackedFiles(dir);
  server = createServer((req, res) => void (serve(req, res) || res.writeHead(404).end("left to Next")));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true, force: true });
});

function ask(path: string, coding: string): Promise<{ answer: IncomingMessage; body: Buffer }> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    get({ port, path, headers: { "accept-encoding": coding } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => resolve({ answer, body: Buffer.concat(parts) }));
    }).on("error", reject);
  });
}

describe("packed files", () => {
  test("come as the client takes them, tightest first, to be kept for ever", async () => {
    const { answer, body } = await ask("/_next/static/chunks/a.js", "gzip, deflate, br");
    expect(brotliDecompressSync(body).toString()).toBe(TEXT);
    expect(answer.headers).toMatchObject({
      "content-encoding": "br",
      "content-type": "application/javascript; charset=UTF-8",
      "cache-control": "public, max-age=31536000, immutable",
      "content-length": String(body.length),
      vary: "Accept-Encoding",
    });
    const zipped = await ask("/_next/static/chunks/a.js", "gzip, br;q=0");
    expect(zipped.answer.headers["content-encoding"]).toBe("gzip");
    expect(gunzipSync(zipped.body).toString()).toBe(TEXT);
  });

  test.each([
    ["/_next/static/chunks/a.js", "identity"],
    ["/_next/static/chunks/tiny.js", "br"],
    ["/_next/static/chunks/a.woff2", "br"],
    ["/_next/static/chunks/a.js.br", "br"],
    ["/_next/static/chunks/../chunks/a.js", "br"],
    ["/_next/static/chunks/%2e%2e/chunks/a.js", "br"],
    ["/chunks/a.js", "br"],
  ])("%s with %s is left to Next", async (path, coding) => {
    expect((await ask(path, coding)).body.toString()).toBe("left to Next");
  });
});
