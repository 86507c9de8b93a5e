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

  test("above every place there is another, and what is none is refused instead of searched for ever", () => {
    const text = fc.stringMatching(/^[0-9A-Za-z]{0,12}$/);
    fc.assert(
      fc.property(
        fc.oneof(text, fc.constantFrom("", "00000000", "000000000", "000000010", "00000001")),
        (key) => {
          if (isPosition(key)) {
            const above = positionBetween(null, key);
            expect(above < key && isPosition(above)).toBe(true);
          } else expect(() => positionBetween(null, key)).toThrow("is no place");
        },
      ),
    );
  });

  test("neighbours in the wrong order are a bug of the caller", () => {
    expect(() => positionBetween("00000009", "00000005")).toThrow("no place between");
    expect(() => positionBetween("00000009", "00000009")).toThrow("no place between");
  });
});
