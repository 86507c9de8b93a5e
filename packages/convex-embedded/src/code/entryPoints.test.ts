import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findEntryPoints, findTopLevelFile, hasUseNodeDirective } from "./entryPoints.ts";
import { BundleError } from "./errors.ts";

let functionsDir: string;
beforeEach(() => {
  functionsDir = mkdtempSync(path.join(tmpdir(), "entry-points-"));
});
afterEach(() => rmSync(functionsDir, { recursive: true }));

function write(file: string, content = "export const a = 1;\n"): void {
  const target = path.join(functionsDir, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

describe("entry points", () => {
  test("are sorted by path and know their module path and environment", () => {
    write("tasks.ts");
    write("service/runs.ts");
    write("mail.ts", '"use node";\nexport const a = 1;\n');
    expect(findEntryPoints(functionsDir)).toEqual([
      { file: "mail.ts", modulePath: "mail", environment: "node" },
      { file: "service/runs.ts", modulePath: "service/runs", environment: "isolate" },
      { file: "tasks.ts", modulePath: "tasks", environment: "isolate" },
    ]);
  });

  test.each([
    ["http.ts", '"use node";\nexport default 1;\n'],
    ["actions/mail.ts", "export const a = 1;\n"],
    ["_deps/x.ts", "export const a = 1;\n"],
    ["convex.config.ts", "export default 1;\n"],
  ])("refuses %s", (file, content) => {
    write(file, content);
    expect(() => findEntryPoints(functionsDir)).toThrow(BundleError);
  });

  test("two files for one top-level module are refused", () => {
    write("schema.ts");
    expect(findTopLevelFile(functionsDir, "schema")).toBe("schema.ts");
    expect(findTopLevelFile(functionsDir, "auth.config")).toBeNull();
    write("schema.js");
    expect(() => findTopLevelFile(functionsDir, "schema")).toThrow(BundleError);
  });
});

describe('the "use node" directive', () => {
  test.each([
    ['"use node";\n', true],
    ["'use node'\nimport x from 'y';", true],
    ["// licence\n/* more\nlines */\n'use strict';\n\"use node\";", true],
    ['import x from "y";\n"use node";', false],
    ['// "use node"\nexport const a = 1;', false],
    ['export const text = "use node";', false],
    ['"use node" + 1;', false],
    ["", false],
  ])("%j", (source, expected) => {
    expect(hasUseNodeDirective(source)).toBe(expected);
  });
});
