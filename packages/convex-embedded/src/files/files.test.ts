import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createUploadTokens, FileContentError, FileStore, parseRange } from "./index.ts";

let dir: string;
let store: FileStore;
beforeEach(() => {
  dir = path.join(mkdtempSync(path.join(tmpdir(), "files-")), "storage");
  store = new FileStore(dir);
});
afterEach(() => rmSync(path.dirname(dir), { recursive: true }));

const bytes = (content: string) => [Buffer.from(content)];
const sha256 = (content: string) => createHash("sha256").update(content).digest("base64");
const unknownKey = "00000000-0000-4000-8000-000000000000";

async function readText(key: string, range?: { start: number; end: number }): Promise<string | null> {
  const stream = await store.read(key, range);
  return stream === null ? null : await text(stream);
}

describe("the file store", () => {
  test("keeps content under a new key with its size and hash", async () => {
    const file = await store.write([Buffer.from("hel"), Buffer.from("lo")]);
    expect(file).toEqual({ key: expect.stringMatching(/^[0-9a-f-]{36}$/), size: 5, sha256: sha256("hello") });
    expect(await readText(file.key)).toBe("hello");
    expect(await readText(file.key, { start: 1, end: 3 })).toBe("ell");
    expect(readdirSync(dir)).toEqual([file.key]);
  });

  test("an empty file is a file", async () => {
    const file = await store.write([]);
    expect([file.size, await readText(file.key)]).toEqual([0, ""]);
  });

  test("content that differs from its announced hash, is too large or breaks off leaves nothing behind", async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield Buffer.from("x");
      throw new RangeError("connection lost");
    }
    await expect(store.write(bytes("a"), { expectedSha256: sha256("b") })).rejects.toThrow(FileContentError);
    await expect(store.write(bytes("abc"), { maxBytes: 2 })).rejects.toThrow(FileContentError);
    await expect(store.write(breaking())).rejects.toThrow("connection lost");
    expect(readdirSync(dir)).toEqual([]);
    await expect(
      store.write(bytes("a"), { expectedSha256: sha256("a"), maxBytes: 1 }),
    ).resolves.toBeDefined();
  });

  test.each(["../data.sqlite", "tmp-x", "", unknownKey, "."])("there is no file %j", async (key) => {
    writeFileSync(path.join(path.dirname(dir), "data.sqlite"), "secret");
    expect(await store.size(key)).toBeNull();
    expect(await store.read(key)).toBeNull();
    await store.delete(key);
    expect(readdirSync(path.dirname(dir))).toContain("data.sqlite");
  });

  test("deleted files are gone; deleting twice is no error", async () => {
    const { key } = await store.write(bytes("x"));
    await store.delete(key);
    await store.delete(key);
    expect(await store.size(key)).toBeNull();
  });

  test("the sweep removes old files without a document and interrupted writes, and nothing else", async () => {
    const known = await store.write(bytes("known"));
    const orphan = await store.write(bytes("orphan"));
    const fresh = await store.write(bytes("fresh"));
    writeFileSync(path.join(dir, `tmp-${unknownKey}`), "half");
    writeFileSync(path.join(dir, "README"), "not ours");
    for (const name of [known.key, orphan.key, `tmp-${unknownKey}`, "README"])
      utimesSync(path.join(dir, name), 1, 1);
    const removed = await store.sweep({
      isKnown: (key) => key === known.key,
      nowMs: Date.now(),
      minAgeMs: 60_000,
    });
    expect(removed).toBe(2);
    expect(readdirSync(dir).sort()).toEqual([known.key, fresh.key, "README"].sort());
  });
});

describe("byte ranges", () => {
  test.each<[string | undefined, number, ReturnType<typeof parseRange>]>([
    [undefined, 10, null],
    ["bytes=0-3", 10, { start: 0, end: 3 }],
    ["bytes=5-", 10, { start: 5, end: 9 }],
    ["bytes=-3", 10, { start: 7, end: 9 }],
    ["bytes=-30", 10, { start: 0, end: 9 }],
    ["bytes=8-100", 10, { start: 8, end: 9 }],
    ["bytes=10-", 10, "unsatisfiable"],
    ["bytes=-0", 10, "unsatisfiable"],
    ["bytes=0-0", 0, "unsatisfiable"],
    ["bytes=3-1", 10, null],
    ["bytes=-", 10, null],
    ["bytes=0-1,3-4", 10, null],
    ["items=0-1", 10, null],
  ])("%j of %d bytes", (header, size, expected) => {
    expect(parseRange(header, size)).toEqual(expected);
  });
});

describe("upload tokens", () => {
  const secret = randomBytes(32);
  const START_MS = 1_800_000_000_000;
  const tokensAt = (nowMs: number, key = secret) => createUploadTokens({ secret: key, now: () => nowMs });

  test("are valid for an hour, at this deployment only", () => {
    const token = tokensAt(START_MS).issue();
    expect(tokensAt(START_MS + 3_599_999).isValid(token)).toBe(true);
    expect(tokensAt(START_MS + 3_600_000).isValid(token)).toBe(false);
    expect(tokensAt(START_MS, randomBytes(32)).isValid(token)).toBe(false);
  });

  test("can be used once, in any spelling, unless they are given back", () => {
    const tokens = tokensAt(START_MS);
    const token = tokens.issue();
    const giveBack = tokens.redeem(token);
    expect(giveBack).not.toBeNull();
    expect([tokens.redeem(token), tokens.redeem(`${token}=`), tokens.redeem(`${token}\n`)]).toEqual([
      null,
      null,
      null,
    ]);
    giveBack?.();
    expect(tokens.redeem(token)).not.toBeNull();
    expect(tokens.redeem(tokens.issue())).not.toBeNull();
    expect(tokensAt(START_MS + 3_600_000).redeem(tokens.issue())).toBeNull();
  });

  test("no other text is valid", () => {
    const tokens = tokensAt(START_MS);
    const token = tokens.issue();
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat(token.length - 1).map((at) => token.slice(0, at)),
        ),
        (other) => {
          expect(tokens.isValid(other)).toBe(false);
        },
      ),
    );
    expect(tokens.isValid(`z${token}`)).toBe(false);
  });
});
