/** House rules that no linter of ours can express, read from the sources. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { givenTo, unboundedReads } from "./queryChains";

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

/** Files whose chains have no end of their own, and why that is right. */
const UNBOUNDED: Readonly<Record<string, string>> = {
  "functions/rowRules.ts": "hands a query on to the code that bounds it",
  "functions/visibleQuery.ts":
    "is the query of that code: its take() asks the database for as many, collect() is refused",
};

/** Bounds that are arguments, and what bounds them. */
const BOUNDED_BY: Readonly<Record<string, string>> = {
  "functions/remains.ts: perBatch": "the number of its table in REMAINS",
  "functions/remains.ts: { ...wanted, numItems }": "cut to the number of its table",
  'lib/accountDeletion.ts: "files"': "takes a batch of what remains, by functions/remains.ts",
  "lib/accountDeletion.ts: table": "takes a batch of what remains, by functions/remains.ts",
  "lib/assignments.ts: limit": "a constant of each of the three callers",
  "lib/counterRepair.ts: COUNTED_AT_ONCE - queued": "what is left of a constant",
  "lib/runCancel.ts: limit": "a constant",
  "lib/runViews.ts: limit": "a constant",
  "lib/runtimeSettings.ts: limit": "what an admin set, at most MAX_PARALLEL_TURNS",
  "lib/searchCandidates.ts: candidates": "cut to SEARCH_LIMITS by lib/search.ts",
  "lib/tools.ts: skip + MESSAGES_SHOWN + 1": "cut to MAX_SKIPPED_MESSAGES before",
  "lib/taskLists.ts: options": "a boundedPage() of the only caller",
};

const isModel = (file: string) => file.startsWith("lib/") || file.startsWith("functions/");
const isDoor = (file: string) =>
  !isModel(file) && !file.startsWith("tables/") && !/^(schema|crons|auth\.config)\.ts$/.test(file);

describe("sources of the functions", () => {
  test("there are some", () => {
    expect(sources.length).toBeGreaterThan(50);
  });

  test("no read without a bound: collect(), filter() on queries and walking over one do not occur", () => {
    expect(filesWith(/\.collect\(\)/)).toEqual([]);
    expect(filesWith(/\.filter\(\(q\)/)).toEqual([]);
    expect(filesWith(/\bfor await\b|Symbol\.asyncIterator/, (file) => file in UNBOUNDED)).toEqual([]);
  });

  test("no read without a bound: every query ends in take(), paginate(), first() or unique()", () => {
    expect(unboundedReads(sources.filter(({ file }) => !(file in UNBOUNDED)))).toEqual([]);
  });

  test("no bound is the caller's to choose: pages go through boundedPage(), and take() is given a constant", () => {
    const isPage = (given: string) => given.startsWith("boundedPage(");
    const isConstant = (given: string) => /^[A-Z\d_]+(\.\w+)?( [-+*/] [A-Z\d_]+(\.\w+)?)*$/.test(given);
    const chosen = sources
      .filter(({ file }) => !(file in UNBOUNDED))
      .flatMap((source) => [
        ...givenTo("paginate", source)
          .filter((given) => !isPage(given))
          .map((given) => [source.file, given]),
        ...givenTo("take", source)
          .filter((given) => !isConstant(given))
          .map((given) => [source.file, given]),
      ])
      .map(([file, given]) => `${file}: ${given}`);
    expect([...new Set(chosen)].filter((one) => !(one in BOUNDED_BY)).toSorted()).toEqual([]);
    expect(Object.keys(BOUNDED_BY).filter((one) => !chosen.includes(one))).toEqual([]);
  });

  test("the search for unbounded reads finds them, however they are hidden", () => {
    const found = (text: string) => unboundedReads([{ file: "x.ts", text }]).length;
    const query = `ctx.db.query("tasks").withIndex("by_account", (q) => q.eq("accountId", id))`;
    expect(found(`function a() {\n  return await ${query};\n}`)).toBe(1);
    expect(found(`function a() {\n  for await (const row of ${query}) use(row);\n}`)).toBe(1);
    expect(found(`function a() {\n  const rows = ${query};\n  return await rows.order("desc");\n}`)).toBe(1);
    expect(
      found(`function a() {\n  const rows = ${query};\n  return await rows.order("desc").take(5);\n}`),
    ).toBe(0);
    const helper = `function a() {\n  return ${query};\n}\nasync function b() {\n`;
    expect(found(`${helper}  return await a().order("asc");\n}`)).toBe(1);
    expect(found(`${helper}  await a().first();\n  return await a();\n}`)).toBe(1);
    expect(found(`${helper}  return await a().order("asc").first();\n}`)).toBe(0);
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

  test("who acts has no say in when: only the seed opens an account at a time of the past", () => {
    const known = ["functions/context.ts", "functions/activity.ts", "functions/seed.ts", "lib/times.ts"];
    expect(filesWith(/storyAt/, (file) => known.includes(file))).toEqual([]);
    const told = /originalAt:/;
    const imports = /^lib\/import|^tables\//;
    expect(filesWith(told, (file) => imports.test(file) || known.includes(file))).toEqual([]);
  });

  test("files stay readable: none is longer than 300 lines", () => {
    expect(sources.filter(({ text }) => text.split("\n").length > 300).map(({ file }) => file)).toEqual([]);
  });
});
