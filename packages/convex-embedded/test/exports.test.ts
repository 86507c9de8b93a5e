import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { filesOfZip } from "../src/snapshot/unzip.test-support.ts";
import { fn, httpClient, startHost, temporaryFolder } from "./support/host.ts";

const CLI = path.join(
  path.dirname(createRequire(import.meta.url).resolve("convex/package.json")),
  "bin/main.js",
);

/** The official command line, in a folder of its own, told of nothing but the host. */
function convex(host: { url: string; adminKey: string }, cwd: string, args: string[]) {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd,
      env: {
        PATH: process.env["PATH"],
        HOME: cwd,
        CI: "1",
        CONVEX_SELF_HOSTED_URL: host.url,
        CONVEX_SELF_HOSTED_ADMIN_KEY: host.adminKey,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    child.on("close", (code) => resolve({ code, output }));
  });
}

test("[AD3] `convex export` writes the archive of the deployment", { timeout: 60_000 }, async () => {
  const host = await startHost();
  await httpClient(host).mutation(fn("messages:send"), { channel: "general", body: "hello" });
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ dependencies: { convex: "*" } }));
  const { code, output } = await convex(host, folder, ["export", "--path", "out.zip"]);
  expect(output).toContain("Downloaded snapshot export");
  expect(code).toBe(0);
  const files = filesOfZip(readFileSync(path.join(folder, "out.zip")));
  expect(files.get("messages/documents.jsonl")).toContain('"hello"');
  expect(files.get("messages/generated_schema.jsonl")).toContain('"uniform"');
});

test("[AD3] an export needs the admin key and a request", async () => {
  const host = await startHost();
  const admin = { headers: { Authorization: `Convex ${host.adminKey}` } };
  const request = `${host.url}/api/export/request/zip?includeStorage=true`;
  expect((await fetch(request, { method: "POST" })).status).toBe(401);
  expect((await fetch(`${host.url}/api/export/zip/1`)).status).toBe(401);
  expect((await fetch(`${host.url}/api/export/zip/1`, admin)).status).toBe(404);
  expect((await fetch(`${host.url}/api/export/zip/x`, admin)).status).toBe(404);
  expect((await fetch(request, { ...admin, method: "POST" })).status).toBe(200);
});
