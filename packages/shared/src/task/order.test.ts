import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPosition, positionBetween } from "./order.ts";

/** Inserts at the given relative places, as people drop cards. */
function build(places: readonly number[]): string[] {
  const keys: string[] = [];
  for (const place of places) {
    const index = place % (keys.length + 1);
    keys.splice(index, 0, positionBetween(keys[index - 1] ?? null, keys[index] ?? null));
  }
  return keys;
}

describe("places in a column", () => {
  test("however cards are dropped, keys stay strictly ascending", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 300 }), (places) => {
        const keys = build(places);
        expect(keys).toEqual(keys.toSorted());
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.every(isPosition)).toBe(true);
      }),
    );
  });

  test("a thousand drops between the same two cards still fit", () => {
    let low = positionBetween(null, null);
    const high = positionBetween(low, null);
    for (let drop = 0; drop < 1000; drop += 1) {
      const next = positionBetween(low, high);
      expect(low < next && next < high).toBe(true);
      low = next;
    }
    let top = high;
    for (let drop = 0; drop < 1000; drop += 1) {
      const next = positionBetween(low, top);
      expect(low < next && next < top).toBe(true);
      top = next;
    }
  });

  test("adding on top or below does not make keys longer", () => {
    let first = positionBetween(null, null);
    let last = first;
    for (let added = 0; added < 20_000; added += 1) {
      const [above, below] = [positionBetween(null, first), positionBetween(last, null)];
      expect(above < first && last < below).toBe(true);
      [first, last] = [above, below];
    }
    expect([first.length, last.length]).toEqual([8, 8]);
  });

  test("below the lowest integer there is still room", () => {
    let first = "00000001";
    for (let added = 0; added < 200; added += 1) {
      const next = positionBetween(null, first);
      expect(next < first).toBe(true);
      first = next;
    }
  });

  const text = fc.stringMatching(/^[0-9A-Za-z]{0,12}$/);
  const edge = fc.constantFrom("", "00000000", "000000010", "00000001", "zzzzzzzy", "zzzzzzzz", "zzzzzzzzzz");

  test("there is room on both sides of every place that a file may bring in", () => {
    fc.assert(
      fc.property(fc.oneof(text, edge), (key) => {
        if (!isPosition(key)) return;
        const [above, below] = [positionBetween(null, key), positionBetween(key, null)];
        expect(above < key && key < below).toBe(true);
        expect([above, below].every(isPosition)).toBe(true);
      }),
    );
  });

  test("below the highest integer there is room again and again", () => {
    let last = "zzzzzzzz";
    for (let added = 0; added < 200; added += 1) {
      const next = positionBetween(last, null);
      expect(last < next && isPosition(next)).toBe(true);
      last = next;
    }
  });

  test("between any stored keys there is a place, if need be that of the lower one, and what is no key is refused", () => {
    // those that end in noughts are no places that a file may bring in any more
    const noughts = fc.nat({ max: 4 }).map((count) => "0".repeat(count));
    const stored = fc.tuple(fc.oneof(text, edge), noughts).map(([key, end]) => key + end);
    const pair = fc.oneof(
      fc.tuple(fc.option(stored), fc.option(stored)),
      fc.tuple(stored, noughts).map(([key, end]) => [key, key + end] as const),
      fc.tuple(stored, text, text).map(([key, one, other]) => [key + one, key + other] as const),
    );
    fc.assert(
      fc.property(pair, (keys) => {
        const isKey = keys.every((key) => key === null || /^[0-9A-Za-z]{8,}$/.test(key));
        const [before, after] = keys;
        if (!isKey) return void expect(() => positionBetween(before, after)).toThrow("is no place");
        if (before !== null && after !== null && before >= after) return;
        const place = positionBetween(before, after);
        const bare = (key: string | null): string => (key ?? "").replace(/0+$/, "");
        if (after !== null && bare(before) === bare(after)) expect(place).toBe(after);
        else {
          expect(before === null || before < place).toBe(true);
          expect(after === null || place < after).toBe(true);
          expect(isPosition(place)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("keys as files once brought them in are passed", () => {
    expect(positionBetween(null, "00000005V0") < "00000005V0").toBe(true);
    expect(positionBetween("00000005V", "00000005V0")).toBe("00000005V0");
    expect(positionBetween("00000000", null) > "00000000").toBe(true);
    expect(positionBetween(null, "00000000")).toBe("00000000");
  });

  test("neighbours in the wrong order are a bug of the caller", () => {
    expect(() => positionBetween("00000009", "00000005")).toThrow("no place between");
    expect(() => positionBetween("00000009", "00000009")).toThrow("no place between");
  });
});
