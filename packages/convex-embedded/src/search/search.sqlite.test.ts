import { DatabaseSync } from "node:sqlite";
import type { Value } from "convex/values";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { JSONValue } from "../values/json.ts";
import {
  addToTextIndex,
  concerns,
  createTextIndex,
  dropTextIndex,
  indexedText,
  MAX_RESULTS,
  readSearch,
  removeFromTextIndex,
  SearchError,
  type SqlExecutor,
  searchText,
  type TextIndex,
  updateTextIndex,
} from "./index.ts";

const index: TextIndex = {
  number: 7,
  name: "messages.search",
  searchField: "body",
  filterFields: ["accountId", "meta.kind"],
};
let database: DatabaseSync;
let sql: SqlExecutor;

beforeEach(() => {
  database = new DatabaseSync(":memory:");
  sql = {
    run: (text, ...parameters) => database.prepare(text).run(...parameters),
    all: <T>(text: string, ...parameters: (string | number | bigint | Uint8Array | null)[]) =>
      database.prepare(text).all(...parameters) as unknown as T[],
  };
  createTextIndex(sql, index);
});

type Document = Record<string, Value>;
const add = (rid: number, document: Document) => addToTextIndex(sql, index, { rid, document });

function query(text: string, filters: Record<string, JSONValue> = {}) {
  return readSearch(index, [
    { type: "Search", fieldPath: "body", value: text },
    ...Object.entries(filters).map(([fieldPath, value]) => ({ type: "Eq" as const, fieldPath, value })),
  ]);
}
const found = (text: string, filters: Record<string, JSONValue> = {}) =>
  searchText(sql, index, query(text, filters)).rows;

describe("text search", () => {
  test("finds any of the terms, the last one as a prefix, in any case and script", () => {
    add(1, { body: "The quick brown fox" });
    add(2, { body: "A slow Bear, browning." });
    add(3, {
      body: "\u00dcbergr\u00f6\u00dfe \u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u{20000}\u{20001} x2",
    });
    expect([...found("brow")].sort()).toEqual([1, 2]);
    expect(found("brow fox")).toEqual([1]);
    expect([...found("bear QUICK")].sort()).toEqual([1, 2]);
    expect(found("\u00fcber")).toEqual([3]);
    expect(found("\u0420\u0423\u0421")).toEqual([3]);
    expect(found("\u{20000}")).toEqual([3]);
    expect(found("rown")).toEqual([]);
    expect(found("")).toEqual([]);
    expect(found('?! "*')).toEqual([]);
  });

  test("more and rarer matching terms rank higher; equals rank newest first", () => {
    for (let rid = 1; rid <= 20; rid += 1) add(rid, { body: "deploy notes" });
    add(21, { body: "deploy rocket" });
    add(22, { body: "other" });
    expect(found("deploy rocket")[0]).toBe(21);
    expect(found("notes").slice(0, 3)).toEqual([20, 19, 18]);
  });

  test("filters match values of any type exactly, a missing field included", () => {
    add(1, { body: "hi", accountId: "a", meta: { kind: 1 } });
    add(2, { body: "hi", accountId: "a", meta: { kind: 1n } });
    add(3, { body: "hi", accountId: "b" });
    expect(found("hi", { accountId: "a", "meta.kind": 1 })).toEqual([1]);
    expect(found("hi", { accountId: "a", "meta.kind": { $integer: "AQAAAAAAAAA=" } })).toEqual([2]);
    expect(found("hi", { "meta.kind": { $undefined: null } })).toEqual([3]);
    expect(found("hi", { accountId: "c" })).toEqual([]);
    expect(found("f0x", { accountId: "a" })).toEqual([]);
  });

  test("changed and removed documents are found as they are now; rollbacks undo", () => {
    add(1, { body: "alpha" });
    updateTextIndex(sql, index, { rid: 1, before: { body: "alpha" }, after: { body: "beta" } });
    expect([found("alpha"), found("beta")]).toEqual([[], [1]]);
    updateTextIndex(sql, index, { rid: 1, before: { body: "beta" }, after: { other: 1 } });
    expect(found("beta")).toEqual([]);
    updateTextIndex(sql, index, { rid: 1, before: { other: 1 }, after: { body: "gamma" } });
    database.exec("BEGIN; SAVEPOINT s;");
    removeFromTextIndex(sql, index, { rid: 1, document: { body: "gamma" } });
    add(2, { body: "gamma" });
    expect(found("gamma")).toEqual([2]);
    database.exec("ROLLBACK TO s; COMMIT;");
    expect(found("gamma")).toEqual([1]);
    dropTextIndex(sql, index);
    expect(() => found("gamma")).toThrow();
  });

  test("only the first sixteen terms count, and over-long words are no terms", () => {
    add(1, { body: "seventeenth" });
    const words = Array.from({ length: 16 }, (_, i) => `word${i}`).join(" ");
    expect(found(`${words} seventeenth`)).toEqual([]);
    add(2, { body: "x".repeat(33) });
    expect(found("x")).toEqual([]);
  });

  test("at most 1,024 results, and it is told when there are more", () => {
    for (let rid = 1; rid <= MAX_RESULTS; rid += 1) add(rid, { body: "same" });
    expect(searchText(sql, index, query("same"))).toMatchObject({
      isTruncated: false,
      rows: { length: MAX_RESULTS },
    });
    add(MAX_RESULTS + 1, { body: "same" });
    expect(searchText(sql, index, query("same"))).toMatchObject({
      isTruncated: true,
      rows: { length: MAX_RESULTS },
    });
  });

  test("of too many matches to rank, the newest with every term come first", () => {
    database.exec("BEGIN");
    for (let rid = 1; rid <= 6_000; rid += 1) add(rid, { body: rid === 17 ? "common rare" : "common" });
    database.exec("COMMIT");
    const { rows, isTruncated } = searchText(sql, index, query("common rare"));
    expect(rows.slice(0, 3)).toEqual([17, 6_000, 5_999]);
    expect(isTruncated).toBe(true);
  });

  test.each<[string, Parameters<typeof readSearch>[1], RegExp]>([
    ["no text", [], /exactly one search filter/],
    [
      "two texts",
      [
        { type: "Search", fieldPath: "body", value: "a" },
        { type: "Search", fieldPath: "body", value: "b" },
      ],
      /exactly one/,
    ],
    [
      "another field",
      [{ type: "Search", fieldPath: "title", value: "a" }],
      /doesn't match the indexed `searchField` "body"/,
    ],
    ["a number", [{ type: "Search", fieldPath: "body", value: 1 }], /must be a string/],
    [
      "a filter that is not indexed",
      [
        { type: "Search", fieldPath: "body", value: "a" },
        { type: "Eq", fieldPath: "x", value: 1 },
      ],
      /isn't indexed for filtering/,
    ],
    [
      "nine filters",
      [
        { type: "Search", fieldPath: "body", value: "a" },
        ...Array.from({ length: 9 }, () => ({ type: "Eq" as const, fieldPath: "accountId", value: 1 })),
      ],
      /too many filters/,
    ],
  ])("%s is refused", (_name, filters, text) => {
    expect(() => readSearch(index, filters)).toThrow(SearchError);
    expect(() => readSearch(index, filters)).toThrow(text);
  });
});

describe("which changes concern a search", () => {
  const word = fc.constantFrom("a", "ab", "abc", "b", "bc", "c", "\u00e9");
  const document = fc.record(
    {
      body: fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
      accountId: fc.constantFrom("x", "y"),
    },
    { requiredKeys: [] },
  );

  test("exactly the documents that the search finds", () => {
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 6 }),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.option(fc.constantFrom("x", "y")),
        (...[documents, words, account]) => {
          database.exec("DELETE FROM fts_7");
          const rows = documents.map(
            (fields): Document =>
              Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
          );
          for (const [i, fields] of rows.entries()) add(i + 1, fields);
          const search = query(words.join(" "), account === null ? {} : { accountId: account });
          const expected = rows.flatMap((fields, i) =>
            concerns(search, indexedText(index, fields)) ? [i + 1] : [],
          );
          expect([...searchText(sql, index, search).rows].sort()).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
