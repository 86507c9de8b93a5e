/** House rules that no linter of ours can express, read from the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../convex");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.startsWith("_generated"))
  .map((file) => ({
    file: file.replaceAll("\\", "/"),
    text: withoutComments(readFileSync(join(root, file), "utf8")),
  }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

function filesWith(pattern: RegExp, isExempt: (file: string) => boolean = () => false): string[] {
  return sources.filter(({ file, text }) => !isExempt(file) && pattern.test(text)).map(({ file }) => file);
}

const isModel = (file: string) => file.startsWith("lib/") || file.startsWith("functions/");
const isDoor = (file: string) =>
  !isModel(file) && !file.startsWith("tables/") && !/^(schema|crons|auth\.config)\.ts$/.test(file);

describe("sources of the functions", () => {
  test("there are some", () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  test("no read without a bound: collect() and filter() on queries do not occur", () => {
    expect(filesWith(/\.collect\(\)/)).toEqual([]);
    expect(filesWith(/\.filter\(\(q\)/)).toEqual([]);
  });

  test("rows are written in lib/ and by the builders only", () => {
    expect(filesWith(/\bdb\s*\.\s*(insert|patch|replace|delete)\(/, isModel)).toEqual([]);
  });

  test("runs change in one file", () => {
    const isOwner = (file: string) => file === "lib/runState.ts" || file === "lib/wake.ts";
    expect(filesWith(/(patch|insert|replace)\("(runs|agentStates)"/, isOwner)).toEqual([]);
    expect(
      filesWith(
        /patch\("tasks",[^)]*\b(state|running)\b/,
        (file) => file === "lib/taskStatus.ts" || file === "lib/runState.ts",
      ),
    ).toEqual([]);
  });

  test("[E1] nothing but refusals with a code is thrown", () => {
    expect(filesWith(/throw new (?!ConvexError)/)).toEqual([]);
    expect(filesWith(/new ConvexError/, (file) => file === "functions/errors.ts")).toEqual([]);
  });

  test("functions are made by the builders only", () => {
    const raw =
      /import\s*(?!type)\{[^}]*\b(query|mutation|action|internalQuery|internalMutation|internalAction|httpAction)\b[^}]*\}\s*from\s*"[./]*_generated\/server"/;
    expect(filesWith(raw, (file) => file.startsWith("functions/"))).toEqual([]);
    expect(
      filesWith(/from "convex\/server"/, (file) => !isDoor(file)).filter((file) =>
        /(query|mutation|action)Generic/.test(file),
      ),
    ).toEqual([]);
  });

  test("handlers of the doors are short: at most fifteen lines", () => {
    const long = sources
      .filter(({ file }) => isDoor(file))
      .flatMap(({ file, text }) =>
        text
          .split(/^export const /m)
          .slice(1)
          .flatMap((definition) => {
            const name = /^\w+/.exec(definition)?.[0];
            const handler = /handler:[\s\S]*/.exec(definition)?.[0].split(/^\}\);?$/m)[0] ?? "";
            return handler.split("\n").length > 20 ? [`${file}:${name}`] : [];
          }),
      );
    expect(long).toEqual([]);
  });

  test("only the two configuration files read the environment, and no clock or chance decides in the doors", () => {
    const isConfiguration = (file: string) => file === "auth.config.ts" || file === "lib/installation.ts";
    expect(filesWith(/process\.env/, isConfiguration)).toEqual([]);
    const isRetry = (file: string) => file === "lib/runEnds.ts" || file === "lib/outboxDelivery.ts";
    expect(filesWith(/Math\.random/, isRetry)).toEqual([]);
  });

  test("files stay readable: none is longer than 300 lines", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 300).map(({ file }) => file)).toEqual([]);
  });
});
