import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..");
const RULE = /\b[A-Z]{2}\d+\b/g;

function testSources(): string {
  const files = ["src", "test"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts") && file !== "spec.test.ts")
      .map((file) => path.join(root, folder, file)),
  );
  return files.map((file) => readFileSync(file, "utf8")).join("\n");
}

describe("SPEC.md", () => {
  const spec = readFileSync(path.join(root, "SPEC.md"), "utf8");
  const rules = new Set([...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(([, rule = ""]) => rule));
  const quoted = new Set([...testSources().matchAll(/\[([A-Z]{2}\d+)\]/g)].map(([, rule = ""]) => rule));

  it("has a test for every rule", () => {
    expect([...rules].filter((rule) => !quoted.has(rule))).toEqual([]);
  });

  it("has a rule for every number a test quotes", () => {
    expect([...quoted].filter((rule) => !rules.has(rule))).toEqual([]);
  });

  it("refers to rules that exist", () => {
    expect([...spec.matchAll(RULE)].map(([rule]) => rule).filter((rule) => !rules.has(rule))).toEqual([]);
  });
});
