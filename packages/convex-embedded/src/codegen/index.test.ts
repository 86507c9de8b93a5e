import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generate } from "./index.ts";

const convexPackage = path.dirname(createRequire(import.meta.url).resolve("convex/package.json"));
let project: string;
let functionsDir: string;

beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), "codegen-"));
  functionsDir = path.join(project, "convex");
  symlinkSync(path.dirname(convexPackage), path.join(project, "node_modules"));
  writeFileSync(path.join(project, "package.json"), '{"type":"module","dependencies":{"convex":"*"}}');
  write("messages.ts");
});
afterEach(() => rmSync(project, { recursive: true }));

function write(file: string, content = "export const list = 1;\n"): void {
  const target = path.join(functionsDir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

function generated(): Record<string, string> {
  const folder = path.join(functionsDir, "_generated");
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
  );
}

function officialCodegen(): void {
  const cli = path.join(convexPackage, "bin", "main.js");
  execFileSync(process.execPath, [cli, "codegen", "--system-udfs", "--typecheck", "disable"], {
    cwd: project,
    stdio: "pipe",
  });
}

describe("codegen", () => {
  test.each([
    ["with a schema", true],
    ["without a schema", false],
  ])("writes what the official CLI writes, %s", (_name, hasSchema) => {
    if (hasSchema)
      write("schema.ts", 'import { defineSchema } from "convex/server";\nexport default defineSchema({});\n');
    for (const file of [
      "service/tasks.ts",
      "a-b/c-d.ts",
      "delete.ts",
      "fullApi.js",
      "Zed.ts",
      "a1.ts",
      "_x.ts",
      "http.ts",
      "crons.ts",
      "t.mjs",
      "component.tsx",
    ])
      write(file);
    write(`${"long".repeat(30)}/${"name".repeat(30)}.ts`);
    write("tasks.test.ts");
    write("notAModule.ts", "const x = 1;\n");
    write("nested/convex.config.ts");
    write("nested/inside.ts");
    write("my file.ts");
    write(".hidden.ts");
    write("#temp.ts");
    write("data.json", "{}");
    generate(functionsDir);
    const ours = generated();
    rmSync(path.join(functionsDir, "_generated"), { recursive: true });
    officialCodegen();
    expect(ours).toEqual(generated());
    expect(Object.keys(ours)).toHaveLength(5);
  });

  test("a folder without functions has an empty api", () => {
    rmSync(path.join(functionsDir, "messages.ts"));
    generate(functionsDir);
    expect(generated()["api.d.ts"]).toContain("ApiFromModules<{}>");
  });

  test("a second run changes nothing; check reports without writing", () => {
    expect(generate(functionsDir, { isCheck: true }).changed).toHaveLength(5);
    expect(readdirSync(functionsDir)).toEqual(["messages.ts"]);
    generate(functionsDir);
    expect(generate(functionsDir).changed).toEqual([]);
    write("tasks.ts");
    expect(generate(functionsDir, { isCheck: true }).changed).toEqual(["api.d.ts"]);
  });

  test("stale entries go, the ones of other tools stay", () => {
    generate(functionsDir);
    write("_generated/old.ts");
    write("_generated/ai/notes.md", "x");
    expect(generate(functionsDir).changed).toEqual(["old.ts"]);
    expect(Object.keys(readdirSync(path.join(functionsDir, "_generated"))).length).toBe(6);
  });
});
