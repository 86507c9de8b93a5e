import { DatabaseSync } from "node:sqlite";
import type { Value } from "convex/values";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { canonicalText, type JSONValue } from "../values/json.ts";
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
  database.exec("CREATE TABLE docs(rid INTEGER PRIMARY KEY, body TEXT NOT NULL)");
});

type Document = Record<string, Value>;
/** As the store does it: the text of a row is read where the index alone cannot tell. */
const store = (rid: number, document: Document) =>
  sql.run("INSERT OR REPLACE INTO docs VALUES (?, ?)", rid, canonicalText(document));
const add = (rid: number, document: Document) => {
  store(rid, document);
  addToTextIndex(sql, index, { rid, document });
};
const update = (rid: number, before: Document, after: Document) => {
  store(rid, after);
  updateTextIndex(sql, index, { rid, before, after });
};

function query(text: string, filters: Record<string, JSONValue> = {}) {
  return readSearch(index, [
    { type: "Search", fieldPath: "body", value: text },
    ...Object.entries(filters).map(([fieldPath, value]) => ({ type: "Eq" as const, fieldPath, value })),
  ]);
}
const found = (text: string, filters: Record<string, JSONValue> = {}) => [
  ...searchText(sql, index, query(text, filters)),
];

describe("text search", () => {
  test("finds any of the terms, the last one as a prefix, in any case and script", () => {
    add(1, { body: "The quick brown fox" });
    add(2, { body: "A slow Bear, browning." });
    add(3, {
      body: "\u00dcbergr\u00f6\u00dfe \u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u{20000}\u{20001} x2",
    });
    expect(found("brow").sort()).toEqual([1, 2]);
    expect(found("brow fox")).toEqual([1]);
    expect(found("bear QUICK").sort()).toEqual([1, 2]);
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
    update(1, { body: "alpha" }, { body: "beta" });
    expect([found("alpha"), found("beta")]).toEqual([[], [1]]);
    update(1, { body: "beta" }, { other: 1 });
    expect(found("beta")).toEqual([]);
    update(1, { other: 1 }, { body: "gamma" });
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

  test("every match is found once, however many there are", () => {
    const total = MAX_RESULTS + 300;
    database.exec("BEGIN");
    for (let rid = 1; rid <= total; rid += 1) add(rid, { body: rid % 3 === 0 ? "sameness" : "same" });
    database.exec("COMMIT");
    const rows = found("same");
    expect(rows.length).toBeGreaterThan(MAX_RESULTS);
    expect(new Set(rows).size).toBe(rows.length);
    expect([...rows.slice(0, 100)].sort((a, b) => b - a)).toEqual(rows.slice(0, 100));
  });

  test("of too many matches to rank, the newest with every term come first", () => {
    database.exec("BEGIN");
    for (let rid = 1; rid <= 6_000; rid += 1) add(rid, { body: rid === 17 ? "common rare" : "common" });
    database.exec("COMMIT");
    expect(found("common rare").slice(0, 3)).toEqual([17, 6_000, 5_999]);
    expect(found("common").slice(0, 3)).toEqual([6_000, 5_999, 5_998]);
  });

  test("of few matches short texts come before long ones, and whole words before longer ones", () => {
    add(1, { body: "roadmap" });
    add(2, { body: "the roadmap of the other team is late again" });
    add(3, { body: "roadmaps" });
    add(4, { body: "a note on the roadmap" });
    expect(found("roadmap")).toEqual([1, 3, 4, 2]);
    for (let rid = 8; rid <= 12; rid += 1) add(rid, { body: `improve the engine part ${rid}` });
    expect(found("engine")).toEqual([12, 11, 10, 9, 8]);
  });

  test.each([
    ["common among those that share its beginning", (rid: number) => rid % 3 > 0],
    ["rare among them", (rid: number) => rid % 300 === 0],
    ["found only in the oldest", (rid: number) => rid <= 600],
    ["found in none", () => false],
  ])("a long beginning of a word is found when it is %s", (_name, has) => {
    const rids = Array.from({ length: 1_500 }, (_, at) => at + 1);
    database.exec("BEGIN");
    for (const rid of rids) add(rid, { body: `note ${has(rid) ? "engine" : "england"}`, accountId: "a" });
    database.exec("COMMIT");
    const wanted = rids.filter((rid) => has(rid)).reverse();
    const rows = found("engin", { accountId: "a" });
    expect(rows.slice(0, 50)).toEqual(wanted.slice(0, 50));
    expect(rows.toSorted((a, b) => b - a)).toEqual(wanted.slice(0, rows.length));
    expect(rows.length).toBeGreaterThanOrEqual(Math.min(wanted.length, MAX_RESULTS));
  });

  test("rows of a word that is in every text are not gathered to answer the first few", () => {
    database.exec("BEGIN");
    for (let rid = 1; rid <= 3_000; rid += 1) add(rid, { body: `engine ${rid}`, accountId: "a" });
    database.exec("COMMIT");
    let rows = 0;
    const all = sql.all;
    sql.all = <T>(...call: Parameters<SqlExecutor["all"]>) => {
      const answer = all<T>(...call);
      rows += answer.length;
      return answer;
    };
    for (const text of ["engine", "engin", "eng", "e"]) {
      rows = 0;
      const search = searchText(sql, index, query(text, { accountId: "a" }));
      expect(Array.from({ length: 20 }, () => search.next().value)).toEqual(
        Array.from({ length: 20 }, (_, at) => 3_000 - at),
      );
      expect(rows).toBeLessThan(1_500);
    }
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
          database.exec("DELETE FROM fts_7; DELETE FROM docs");
          const rows = documents.map(
            (fields): Document =>
              Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
          );
          for (const [i, fields] of rows.entries()) add(i + 1, fields);
          const search = query(words.join(" "), account === null ? {} : { accountId: account });
          const expected = rows.flatMap((fields, i) =>
            concerns(search, indexedText(index, fields)) ? [i + 1] : [],
          );
          expect([...searchText(sql, index, search)].sort()).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});
