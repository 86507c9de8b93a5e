import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyDiff, diffTexts, invertDiff } from "./diff.ts";
import { sniffFile } from "./fileTypes.ts";

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom("one\n", "two\n", "three\n", "\n", "last"), { maxLength: 40 })
    .map((all) => all.join("")),
  fc.array(fc.constantFrom("a", "b", " ", "\n", "é", "👍"), { maxLength: 60 }).map((all) => all.join("")),
);
const unit = fc.constantFrom("line" as const, "word" as const);

describe("what changed between two texts", () => {
  test("applying the diff gives the other text, and its inverse leads back", () => {
    fc.assert(
      fc.property(text, text, unit, (before, after, by) => {
        const { pieces } = diffTexts(before, after, by);
        expect(applyDiff(before, pieces)).toBe(after);
        expect(applyDiff(after, invertDiff(pieces))).toBe(before);
      }),
    );
  });

  test("equal texts have no change, and neighbours of a diff differ in kind", () => {
    fc.assert(
      fc.property(text, text, unit, (before, after, by) => {
        expect(diffTexts(before, before, by).pieces.every(({ kind }) => kind === "same")).toBe(true);
        const { pieces } = diffTexts(before, after, by);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.text).not.toBe("");
          expect(piece.kind).not.toBe(pieces[index - 1]?.kind);
        }
      }),
    );
  });

  test("a script is the shortest: as many changed lines as the longest common subsequence leaves", () => {
    const lines = fc.array(fc.constantFrom("a\n", "b\n", "c\n"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const { pieces } = diffTexts(from.join(""), to.join(""));
        const changed = pieces
          .filter(({ kind }) => kind !== "same")
          .reduce((sum, piece) => sum + piece.text.length / 2, 0);
        expect(changed).toBe(from.length + to.length - 2 * commonLength(from, to));
      }),
    );
  });

  test("only the line that changed is a change", () => {
    expect(diffTexts("one\ntwo\nthree\n", "one\n2\nthree\n").pieces).toEqual([
      { kind: "same", text: "one\n" },
      { kind: "removed", text: "two\n" },
      { kind: "added", text: "2\n" },
      { kind: "same", text: "three\n" },
    ]);
  });

  test("texts with nothing in common are replaced as a whole, without endless work", () => {
    const before = Array.from({ length: 40_000 }, (_, index) => `a${index}`).join("\n");
    const after = Array.from({ length: 40_000 }, (_, index) => `b${index}`).join("\n");
    const { pieces, isCoarse } = diffTexts(before, after);
    expect([isCoarse, pieces.length]).toEqual([true, 2]);
    expect(applyDiff(before, pieces)).toBe(after);
  });

  test("pieces of another text are refused", () => {
    expect(applyDiff("other", diffTexts("one\n", "two\n").pieces)).toBeNull();
    expect(applyDiff("one\nmore", diffTexts("one\n", "two\n").pieces)).toBeNull();
  });
});

describe("what an uploaded file is", () => {
  const bytes = (...values: number[]) => new Uint8Array([...values, ...Array(16).fill(1)]);
  const utf8 = (content: string) => Uint8Array.from(content, (letter) => letter.charCodeAt(0));

  test.each([
    ["a.png", bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), "image/png"],
    ["photo", bytes(0xff, 0xd8, 0xff), "image/jpeg"],
    ["a.pdf", utf8("%PDF-1.7"), "application/pdf"],
    ["a.csv", utf8("a,b\n1,2"), "text/csv"],
    ["Notiz.MD", utf8("# Notes"), "text/markdown"],
    ["a.json", utf8("{}"), "application/json"],
  ])("%s by its content", (name, head, contentType) => {
    expect(sniffFile(name, head)).toEqual({ ok: true, contentType });
  });

  test("a name cannot make a picture of something else, nor a text of a program", () => {
    expect(sniffFile("a.png", utf8("<script>"))).toMatchObject({ ok: false });
    expect(sniffFile("a.txt", bytes(0x7f, 0x45, 0x4c, 0x46))).toMatchObject({ ok: false });
    expect(sniffFile("page.html", utf8("<html>"))).toMatchObject({ ok: false });
    expect(sniffFile("picture.svg", utf8("<svg>"))).toMatchObject({ ok: false });
    expect(sniffFile("a.zip", bytes(0x50, 0x4b, 0x03, 0x04))).toMatchObject({ ok: false });
    expect(sniffFile("a.txt", new Uint8Array())).toMatchObject({ ok: false });
  });

  test("whatever the bytes, the answer is a type of the list or a reason", () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array({ maxLength: 64 }), (name, head) => {
        const sniffed = sniffFile(name, head);
        if (sniffed.ok) expect(sniffed.contentType).not.toMatch(/html|svg|javascript/);
        else expect(sniffed.reason).toMatch(/\.$/);
      }),
    );
  });
});

function commonLength(from: readonly string[], to: readonly string[]): number {
  const table = Array.from({ length: from.length + 1 }, () => new Array<number>(to.length + 1).fill(0));
  for (let i = 1; i <= from.length; i += 1) {
    for (let j = 1; j <= to.length; j += 1) {
      const [row, above] = [table[i] ?? [], table[i - 1] ?? []];
      row[j] = from[i - 1] === to[j - 1] ? (above[j - 1] ?? 0) + 1 : Math.max(above[j] ?? 0, row[j - 1] ?? 0);
    }
  }
  return table[from.length]?.[to.length] ?? 0;
}
