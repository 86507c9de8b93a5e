import type { Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TableInfo } from "../catalog/catalog.ts";
import { anyValue } from "../values/arbitraries.test-support.ts";
import { toWire, ValueError } from "../values/json.ts";
import { snapshotEntries } from "./export.ts";
import { parseUniform, uniformText } from "./uniform.ts";
import { unzip } from "./unzip.test-support.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

async function bytesOf(entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeZip(entries)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("snapshot values", () => {
  test.each<[Value, string]>([
    [1, "1.0"],
    [1n, "1"],
    [-0, "-0.0"],
    [1e21, "1e+21"],
    [0.1, "0.1"],
    [9_007_199_254_740_993n, "9007199254740993"],
    [Number.NaN, '{"$float":"AAAAAAAA+H8="}'],
    [new Uint8Array([1]).buffer, '{"$bytes":"AQ=="}'],
    [{ b: [null, true], a: "x" }, '{"a":"x","b":[null,true]}'],
  ])("%o is spelled %s", (value, text) => {
    expect(uniformText(value)).toBe(text);
  });

  test("reading gives back the value, types of numbers included", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(toWire(parseUniform(uniformText(value)))).toEqual(toWire(value));
        expect(uniformText(parseUniform(uniformText(value)))).toBe(uniformText(value));
      }),
      { numRuns: 500 },
    );
  });

  test.each(["18446744073709551616", '{"__proto__":{"a":1}}', '{"$x":1.0}'])("%s is refused", (text) => {
    expect(() => parseUniform(text)).toThrow(ValueError);
  });
});

describe("ZIP archives", () => {
  test("hold any names and contents", async () => {
    const entry = fc.record({
      name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
      content: fc.array(fc.uint8Array({ maxLength: 3_000 }), { maxLength: 3 }),
      isLarge: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, { maxLength: 5, selector: ({ name }) => name }),
        async (entries) => {
          const files = unzip(await bytesOf(entries));
          expect([...files]).toEqual(entries.map(({ name, content }) => [name, Buffer.concat(content)]));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("equal data make equal archives; a failing source fails the archive", async () => {
    const entries = () => [{ name: "a", content: [Buffer.from("x")] }];
    expect(await bytesOf(entries())).toEqual(await bytesOf(entries()));
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("x");
      throw new RangeError("disk gone");
    }
    await expect(bytesOf([{ name: "a", content: broken() }])).rejects.toThrow("disk gone");
  });
});

test("a snapshot has the folders and marker files importers look for", async () => {
  const table = (name: string, number: number) => ({ name, number }) as TableInfo;
  const archive = await bytesOf(
    snapshotEntries({
      tables: [table("notes", 10_002), table("_storage", 540), table("empty", 10_001)],
      documents: ({ name }) =>
        name === "notes"
          ? [
              { _id: "n1", n: 1n },
              { _id: "n2", n: 1 },
            ]
          : [],
      files: [
        {
          document: { _id: "f1", size: 2, sha256: "s", contentType: "text/plain; charset=utf-8" },
          internalId: "i1",
          content: async () => toAsync(["hi"]),
        },
        { document: { _id: "lost", size: 2, sha256: "s" }, internalId: "i2", content: async () => null },
      ],
    }),
  );
  const files = Object.fromEntries([...unzip(archive)].map(([name, content]) => [name, content.toString()]));
  expect(files).toEqual({
    "README.md": expect.stringContaining("convex import"),
    "_tables/documents.jsonl": '{"name":"empty","id":10001}\n{"name":"notes","id":10002}\n',
    "empty/generated_schema.jsonl": '"uniform"\n',
    "empty/documents.jsonl": "",
    "notes/generated_schema.jsonl": '"uniform"\n',
    "notes/documents.jsonl": '{"_id":"n1","n":1}\n{"_id":"n2","n":1.0}\n',
    "_storage/f1.txt": "hi",
    "_storage/generated_schema.jsonl": '"uniform"\n',
    "_storage/documents.jsonl":
      '{"_id":"f1","contentType":"text/plain; charset=utf-8","internalId":"i1","sha256":"s","size":2.0}\n',
  });
});

async function* toAsync(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
