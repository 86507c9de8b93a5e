import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readStartOptions, UsageError } from "./options.ts";

const cli = fileURLToPath(new URL("../cli.ts", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const required = ["--functions", "f", "--data", "d"];

describe("options of start", () => {
  test("have defaults", () => {
    expect(readStartOptions(required, {})).toMatchObject({
      functionsDir: "f",
      dataDir: "d",
      port: 3210,
      sitePort: 3211,
      durability: "full",
      env: {},
      isDev: true,
      watch: false,
      paranoid: false,
      watchdogSeconds: 0,
    });
  });

  test("come from flags, else from the environment", () => {
    writeFileSync(path.join(folder, "env"), "A=file\nB=file\n");
    const options = readStartOptions(
      [...required, "--port", "0", "--env", "A=flag=1", "--prod", "--env-file", path.join(folder, "env")],
      {
        CONVEX_EMBEDDED_PORT: "99",
        CONVEX_EMBEDDED_ADMIN_KEY: "key",
        CONVEX_EMBEDDED_WATCH: "1",
        CONVEX_EMBEDDED_DURABILITY: "normal",
      },
    );
    expect(options).toMatchObject({
      port: 0,
      adminKey: "key",
      watch: true,
      isDev: false,
      durability: "normal",
      env: { A: "flag=1", B: "file" },
    });
  });

  test.each([
    [["--data", "d"], "start needs --functions"],
    [["--functions", "f"], "start needs --data"],
    [[...required, "--port", "x"], '--port needs a whole number, got "x"'],
    [[...required, "--durability", "some"], "--durability must be one of full, normal, off"],
    [[...required, "--env", "X"], "--env needs NAME=VALUE"],
    [[...required, "--env-file", "/nowhere"], "--env-file /nowhere cannot be read"],
    [[...required, "--unknown"], "--unknown"],
    [[...required, "stray"], "stray"],
  ])("%j is refused", (args, text) => {
    expect(() => readStartOptions(args, {})).toThrow(UsageError);
    expect(() => readStartOptions(args, {})).toThrow(text);
  });
});

describe("the command line", () => {
  test.each([
    [["nonsense"]],
    [["codegen"]],
    [["codegen", "--nope"]],
    [["backup", "--data", "x"]],
    [["start"]],
  ])("%j is answered with its usage", (args) => {
    const result = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
    expect(result.status).toBe(2);
    expect(result.stderr).toContain("Usage:");
  });

  test("codegen writes, and checks", () => {
    mkdirSync(path.join(folder, "convex"));
    writeFileSync(path.join(folder, "convex", "a.ts"), "export const a = 1;\n");
    const codegen = (...more: string[]) =>
      spawnSync(process.execPath, [cli, "codegen", "--functions", path.join(folder, "convex"), ...more], {
        encoding: "utf8",
      });
    expect(codegen("--check").status).toBe(1);
    expect(codegen().status).toBe(0);
    expect(codegen("--check").status).toBe(0);
    expect(readFileSync(path.join(folder, "convex", "_generated", "api.d.ts"), "utf8")).toContain(
      "typeof a;",
    );
  });

  test("start runs a deployment that a backup can be taken from while it runs", async () => {
    const functions = path.join(folder, "convex");
    mkdirSync(functions);
    writeFileSync(
      path.join(functions, "notes.ts"),
      'import { mutationGeneric, queryGeneric } from "convex/server";\nexport const add = mutationGeneric({ handler: async (ctx) => { await ctx.db.insert("notes", {}); } });\nexport const count = queryGeneric({ handler: async (ctx) => (await ctx.db.query("notes").collect()).length });\n',
    );
    const run = async (data: string, work: (url: string) => Promise<void>) => {
      const args = [
        cli,
        "start",
        "--functions",
        functions,
        "--data",
        data,
        "--port",
        "0",
        "--site-port",
        "0",
        "--log-level",
        "error",
      ];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
      try {
        const line = await new Promise<string>((resolve) =>
          child.stdout.once("data", (chunk: Buffer) => resolve(String(chunk))),
        );
        await work((JSON.parse(line) as { url: string }).url);
      } finally {
        child.kill("SIGTERM");
      }
      expect(await exited).toBe(0);
    };
    const call = async (url: string, kind: string, name: string) => {
      const response = await fetch(`${url}/api/${kind}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path: `notes:${name}`, args: {}, format: "json" }),
      });
      return ((await response.json()) as { value: unknown }).value;
    };
    const data = path.join(folder, "data");
    const copy = path.join(folder, "copy");
    await run(data, async (url) => {
      await call(url, "mutation", "add");
      mkdirSync(path.join(data, "storage"), { recursive: true });
      writeFileSync(path.join(data, "storage", "file"), "bytes");
      execFileSync(process.execPath, [cli, "backup", "--data", data, "--to", copy]);
      await call(url, "mutation", "add");
      expect(await call(url, "query", "count")).toBe(2);
    });
    expect(spawnSync(process.execPath, [cli, "backup", "--data", data, "--to", copy]).status).toBe(2);
    expect(spawnSync(process.execPath, [cli, "backup", "--data", folder, "--to", `${copy}2`]).status).toBe(2);
    expect(readFileSync(path.join(copy, "storage", "file"), "utf8")).toBe("bytes");
    cpSync(copy, path.join(folder, "restored"), { recursive: true });
    await run(path.join(folder, "restored"), async (url) => {
      expect(await call(url, "query", "count")).toBe(1);
    });
  });
});
