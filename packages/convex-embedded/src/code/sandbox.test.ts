import { AsyncLocalStorage } from "node:async_hooks";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundleFunctions } from "./bundle.ts";
import { LogLines } from "./console.ts";
import { BundleError, clientMessage, describeFailure, newRequestId } from "./errors.ts";
import { createRandom } from "./random.ts";
import { createSandbox, type Sandbox, type SandboxExecution } from "./sandbox.ts";

let project: string;
let functionsDir: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), "sandbox-"));
  functionsDir = path.join(project, "convex");
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, content: string): void {
  const target = path.join(functionsDir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

type TestExecution = SandboxExecution & { readonly logs: LogLines; readonly failures: unknown[] };
const executions = new AsyncLocalStorage<TestExecution>();

async function load(env: Record<string, string> = {}): Promise<Sandbox> {
  return createSandbox({
    bundle: await bundleFunctions({ functionsDir }),
    env,
    hooks: {
      currentExecution: () => executions.getStore() ?? null,
      syscall: (op) => {
        throw new TypeError(`no ${op}`);
      },
      asyncSyscall: async (op, args) => JSON.stringify({ op, args: JSON.parse(args) }),
      jsSyscall: (_op, args) => args,
    },
  });
}

function execution(kind: SandboxExecution["kind"]): TestExecution {
  const logs = new LogLines();
  const failures: unknown[] = [];
  return {
    kind,
    startedAtMs: 1_700_000_000_000.5,
    random: createRandom(new Uint8Array(32).fill(1)),
    addLogLine: (line) => logs.add(line),
    fail: (error) => failures.push(error),
    logs,
    failures,
  };
}

/** Runs `modules[path][name](...args)` as the given kind of function. */
async function run(
  sandbox: Sandbox,
  fn: string,
  { kind = "query", args = [] }: { kind?: SandboxExecution["kind"]; args?: unknown[] } = {},
): Promise<{ value?: unknown; error?: unknown; logs: string[] }> {
  const [modulePath = "", name = ""] = fn.split(":");
  const exported = sandbox.modules.get(modulePath)?.[name] as (...args: unknown[]) => unknown;
  const current = execution(kind);
  try {
    const value = await executions.run(current, async () => await exported(...args));
    return { value, logs: current.logs.toArray() };
  } catch (error) {
    return { error, logs: current.logs.toArray() };
  }
}

describe("the sandbox", () => {
  test("evaluates registered functions, schema, http, crons and auth config", async () => {
    write(
      "schema.ts",
      'import { defineSchema, defineTable } from "convex/server";\nimport { v } from "convex/values";\nexport default defineSchema({ notes: defineTable({ text: v.string() }) });\n',
    );
    write(
      "notes.ts",
      'import { queryGeneric } from "convex/server";\nimport { v } from "convex/values";\nexport const list = queryGeneric({ args: { n: v.number() }, handler: async (_ctx, { n }) => ({ n, bytes: new Uint8Array([1, 2]).buffer }) });\n',
    );
    write("http.ts", 'import { httpRouter } from "convex/server";\nexport default httpRouter();\n');
    write("crons.ts", 'import { cronJobs } from "convex/server";\nexport default cronJobs();\n');
    write(
      "auth.config.ts",
      "export default { providers: [{ domain: process.env.ISSUER, applicationID: 'convex' }] };\n",
    );
    const sandbox = await load({ ISSUER: "https://issuer.test" });
    expect([...sandbox.modules.keys()].sort()).toEqual(["crons", "http", "notes"]);
    const schema = JSON.parse((sandbox.schema as { export(): string }).export()) as {
      tables: { tableName: string }[];
    };
    expect(schema.tables.map((table) => table.tableName)).toEqual(["notes"]);
    expect((sandbox.http as { lookup: unknown }).lookup).toBeTypeOf("function");
    expect((sandbox.crons as { export(): string }).export()).toBe("{}");
    expect(JSON.stringify(sandbox.authConfig)).toContain("https://issuer.test");
    const list = sandbox.modules.get("notes")?.["list"] as { invokeQuery(args: string): Promise<string> };
    const result = await executions.run(execution("query"), () => list.invokeQuery('[{"n":3}]'));
    expect(JSON.parse(result)).toEqual({ n: 3, bytes: { $bytes: "AQI=" } });
  });

  test("clock and randomness of queries and mutations belong to the execution", async () => {
    write(
      "a.ts",
      `export const look = () => ({
      now: Date.now(), made: new Date().getTime(), called: typeof Date(), given: new Date(5).getTime(),
      isDate: new Date() instanceof Date, sub: new (class extends Date {})().getTime(), iso: new Date(0).toISOString(),
      random: Math.random(), uuid: crypto.randomUUID(), bytes: [...crypto.getRandomValues(new Uint8Array(4))], tick: performance.now() });\n`,
    );
    const sandbox = await load();
    const first = (await run(sandbox, "a:look")).value as Record<string, unknown>;
    const second = (await run(sandbox, "a:look", { kind: "mutation" })).value;
    expect(first).toEqual(second);
    expect(first).toMatchObject({
      now: 1_700_000_000_000,
      made: 1_700_000_000_000,
      sub: 1_700_000_000_000,
      called: "string",
      given: 5,
      isDate: true,
      tick: 0,
    });
    expect(first["uuid"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const action = (await run(sandbox, "a:look", { kind: "action" })).value as { now: number };
    expect(Math.abs(action.now - Date.now())).toBeLessThan(60_000);
  });

  test.each([
    [
      "fetch",
      "export const go = () => fetch('http://127.0.0.1:1');",
      "Can't use fetch() in queries and mutations. Please consider using an action.",
    ],
    [
      "setTimeout",
      "export const go = () => setTimeout(() => {}, 1);",
      "Can't use setTimeout() in queries and mutations.",
    ],
    [
      "setInterval",
      "export const go = () => setInterval(() => {}, 1);",
      "Can't use setInterval() in queries and mutations.",
    ],
    [
      "key generation",
      "export const go = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);",
      "Can't use crypto.subtle.generateKey() in queries and mutations.",
    ],
  ])("%s is refused in queries and mutations", async (_name, source, text) => {
    write("a.ts", `${source}\n`);
    const sandbox = await load();
    for (const kind of ["query", "mutation"] as const) {
      expect((await run(sandbox, "a:go", { kind })).error).toMatchObject({
        message: expect.stringContaining(text),
      });
    }
  });

  test("actions have network, timers and keys", async () => {
    const server = createServer((_request, response) => response.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    write(
      "a.ts",
      `export const go = async (url: string) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      clearTimeout(setTimeout(() => { throw new Error("cleared"); }, 5));
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]);
      const response = await fetch(new URL(url));
      return [await response.text(), response instanceof Response, key.type];
    };\n`,
    );
    const { port } = server.address() as AddressInfo;
    const sandbox = await load();
    const result = await run(sandbox, "a:go", { kind: "action", args: [`http://127.0.0.1:${port}/`] });
    server.close();
    expect(result.value).toEqual(["hello", true, "secret"]);
  });

  test("errors thrown in callbacks fail the function, not the process", async () => {
    write(
      "a.ts",
      `export const go = async () => {
      queueMicrotask(() => { throw new Error("in a microtask"); });
      setTimeout(() => { throw new Error("in a timer"); }, 0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    };\n`,
    );
    const sandbox = await load();
    const current = execution("action");
    await executions.run(current, sandbox.modules.get("a")?.["go"] as () => Promise<void>);
    expect(current.failures.map((error) => (error as Error).message)).toEqual([
      "in a microtask",
      "in a timer",
    ]);
  });

  test("digest and HMAC work in queries", async () => {
    write(
      "a.ts",
      `export const go = async () => {
      const key = await crypto.subtle.importKey("raw", new TextEncoder().encode("k"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode("x"));
      return [(await crypto.subtle.digest("SHA-256", new Uint8Array(1))).byteLength, mac instanceof ArrayBuffer];
    };\n`,
    );
    expect((await run(await load(), "a:go")).value).toEqual([32, true]);
  });

  test("there is no Node: no require, no Buffer, no process but its environment", async () => {
    write(
      "a.ts",
      `export const go = () => ({ globals: ["require", "Buffer", "global", "setImmediate"].map((name) => typeof globalThis[name]), process: Object.keys(process),
      path: process.env.PATH ?? null, known: process.env.KNOWN, all: Object.keys(process.env), mode: process.env.NODE_ENV, inherited: process.env.toString ?? null });\n`,
    );
    expect((await run(await load({ KNOWN: "1" }), "a:go")).value).toEqual({
      globals: ["undefined", "undefined", "undefined", "undefined"],
      process: ["env"],
      path: null,
      known: "1",
      all: ["KNOWN"],
      mode: "production",
      inherited: null,
    });
  });

  test("console calls become the execution's log lines", async () => {
    write(
      "a.ts",
      `export const go = () => { console.log("hi", { a: [1n, null] }, 5); console.error(new Error("bad").message); console.warn(); };\n`,
    );
    expect((await run(await load(), "a:go")).logs).toEqual([
      "[LOG] 'hi' { a: [ 1n, null ] } 5",
      "[ERROR] 'bad'",
      "[WARN] ",
    ]);
  });

  test("errors carry the author's positions, not the host's", async () => {
    write("lib/deep.ts", 'export function fail(): never {\n  throw new RangeError("boom");\n}\n');
    write(
      "a.ts",
      'import { mutationGeneric } from "convex/server";\nimport { fail } from "./lib/deep";\n\nexport const go = mutationGeneric({\n  handler: async () => {\n    fail();\n  },\n});\n',
    );
    const sandbox = await load();
    const go = sandbox.modules.get("a")?.["go"] as { invokeMutation(args: string): Promise<string> };
    const error: unknown = await executions
      .run(execution("mutation"), () => go.invokeMutation("[{}]"))
      .then(
        () => null,
        (thrown: unknown) => thrown,
      );
    const failure = describeFailure(error, sandbox.mapFrames);
    expect(failure.text).toBe(
      "Uncaught RangeError: boom\n    at fail (../convex/lib/deep.ts:2:9)\n    at handler (../convex/a.ts:6:5)",
    );
    expect(failure.data).toBeUndefined();
    const requestId = newRequestId();
    expect(clientMessage(failure, { requestId, isRedacted: true })).toBe(
      `[Request ID: ${requestId}] Server Error`,
    );
    expect(clientMessage(failure, { requestId, isRedacted: false })).toBe(
      `[Request ID: ${requestId}] Server Error\n${failure.text}`,
    );
  });

  test("a result that is no value is refused with the library's words and no host frames", async () => {
    write(
      "a.ts",
      'import { queryGeneric } from "convex/server";\nexport const go = queryGeneric({ handler: () => ({ at: new Date(0) }) });\n',
    );
    const sandbox = await load();
    const go = sandbox.modules.get("a")?.["go"] as { invokeQuery(args: string): Promise<string> };
    const error: unknown = await executions
      .run(execution("query"), () => go.invokeQuery("[{}]"))
      .catch((thrown: unknown) => thrown);
    const { text } = describeFailure(error, sandbox.mapFrames);
    expect(text).toMatch(/is not a supported Convex type/);
    expect(text).not.toContain("    at ");
  });

  test("a ConvexError keeps its data", async () => {
    write(
      "a.ts",
      'import { queryGeneric } from "convex/server";\nimport { ConvexError } from "convex/values";\nexport const go = queryGeneric({ handler: () => { throw new ConvexError({ code: "forbidden", n: 1n }); } });\nexport const text = queryGeneric({ handler: () => { throw new ConvexError("plain"); } });\n',
    );
    const sandbox = await load();
    const failureOf = async (name: string) => {
      const fn = sandbox.modules.get("a")?.[name] as { invokeQuery(args: string): Promise<string> };
      return describeFailure(
        await executions
          .run(execution("query"), () => fn.invokeQuery("[{}]"))
          .then(
            () => null,
            (thrown: unknown) => thrown,
          ),
        sandbox.mapFrames,
      );
    };
    expect((await failureOf("go")).data).toEqual({ code: "forbidden", n: { $integer: "AQAAAAAAAAA=" } });
    expect(await failureOf("text")).toMatchObject({
      data: "plain",
      text: expect.stringMatching(/^Uncaught ConvexError: plain\n/),
    });
  });

  test("errors of synchronous syscalls are the functions' own errors", async () => {
    write(
      "a.ts",
      "declare const Convex: any;\nexport const go = async () => { try { Convex.syscall('1.0/x', '{}'); } catch (error) { return [error instanceof Error, (error as Error).message]; } };\nexport const wait = async () => JSON.parse(await Convex.asyncSyscall('op', '{\"a\":1}'));\n",
    );
    const sandbox = await load();
    expect((await run(sandbox, "a:go")).value).toEqual([true, "no 1.0/x"]);
    expect((await run(sandbox, "a:wait")).value).toEqual({ op: "op", args: { a: 1 } });
  });

  test("\"use node\" files run in the host's realm with the functions' environment", async () => {
    write(
      "mail.ts",
      '"use node";\nimport { createHash } from "node:crypto";\nexport const go = () => { console.log("node"); return [createHash("sha256").update("x").digest("hex").length, typeof Buffer, process.env.KNOWN, process.env.PATH ?? null]; };\n',
    );
    write("a.ts", "export const x = 1;\n");
    const sandbox = await load({ KNOWN: "1" });
    expect([...sandbox.modules.keys()].sort()).toEqual(["a", "mail"]);
    const result = await run(sandbox, "mail:go", { kind: "action" });
    expect(result).toEqual({ value: [64, "function", "1", null], logs: ["[LOG] 'node'"] });
  });

  test("AsyncLocalStorage may be used by functions, and executions stay apart", async () => {
    write(
      "a.ts",
      'import { AsyncLocalStorage } from "node:async_hooks";\nconst store = new AsyncLocalStorage<number>();\nexport const go = (n: number) => store.run(n, async () => { await null; await Promise.resolve(); console.log("n", n); return [store.getStore(), Date.now()]; });\n',
    );
    const sandbox = await load();
    const results = await Promise.all([1, 2, 3].map((n) => run(sandbox, "a:go", { args: [n] })));
    expect(results.map((result) => [(result.value as number[])[0], result.logs])).toEqual(
      [1, 2, 3].map((n) => [n, [`[LOG] 'n' ${n}`]]),
    );
  });

  test("a module that throws while loading is told with its position", async () => {
    write("a.ts", 'export const a = 1;\nthrow new Error("not configured");\n');
    await expect(load()).rejects.toThrow(BundleError);
    await expect(load()).rejects.toThrow(
      "Failed to load functions: Uncaught Error: not configured\n    at ../convex/a.ts:2:7",
    );
  });
});

describe("bundling", () => {
  test.each([
    ["syntax errors", "export const a = ;\n", /a\.ts:1:17: Unexpected ";"/],
    ["top-level await", "export const a = await Promise.resolve(1);\n", /[Tt]op-level await/],
    [
      "unknown imports",
      'import x from "./nowhere";\nexport const a = x;\n',
      /Could not resolve "\.\/nowhere"/,
    ],
    ["Node modules without the directive", 'import fs from "node:fs";\nexport const a = fs;\n', /use node/],
  ])("%s are told", async (_name, source, text) => {
    write("a.ts", source);
    await expect(load()).rejects.toThrow(text);
    await expect(load()).rejects.toThrow(BundleError);
  });

  test("the hash changes with the code and only with it", async () => {
    write("a.ts", "export const a = 1;\n");
    const first = await bundleFunctions({ functionsDir });
    write("a.test.ts", "export const b = 1;\n");
    expect((await bundleFunctions({ functionsDir })).hash).toBe(first.hash);
    write("a.ts", "export const a = 2;\n");
    expect((await bundleFunctions({ functionsDir })).hash).not.toBe(first.hash);
  });

  test("code outside the folder is bundled and named as an input", async () => {
    mkdirSync(path.join(project, "shared"));
    writeFileSync(path.join(project, "shared", "x.ts"), "export const x = 41;\n");
    write("a.ts", 'import { x } from "../shared/x.ts";\nexport const go = () => x + 1;\n');
    expect((await run(await load(), "a:go")).value).toBe(42);
    expect((await bundleFunctions({ functionsDir })).inputs).toContain(path.join(project, "shared", "x.ts"));
  });

  test("an empty folder is a bundle without functions", async () => {
    mkdirSync(functionsDir);
    const sandbox = await load();
    expect(sandbox.modules.size).toBe(0);
    expect(sandbox.schema).toBeNull();
  });
});
