import { CommitTsPlaceholder, compareValues, type Value } from "convex/values";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyValue, valueOrMissing } from "./arbitraries.test-support.ts";
import { fromWire } from "./json.ts";
import { compareBytes, encodeIndexKey, encodeKey, encodeKeyText, successor, successorText } from "./key.ts";

const runs = { numRuns: 2_000 };

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return compareBytes(bytes.subarray(0, prefix.length), prefix) === 0;
}

describe("sort keys", () => {
  test("order of keys is the total order of values", () => {
    fc.assert(
      fc.property(valueOrMissing, valueOrMissing, (a, b) => {
        expect(Math.sign(compareBytes(encodeKey(a), encodeKey(b)))).toBe(Math.sign(compareValues(a, b)));
      }),
      runs,
    );
  });

  test("order of floats is the total order, whatever their size", () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (a, b) => {
        expect(Math.sign(compareBytes(encodeKey(a), encodeKey(b)))).toBe(Math.sign(compareValues(a, b)));
      }),
      runs,
    );
  });

  test("no key is a prefix of the key of another value", () => {
    fc.assert(
      fc.property(valueOrMissing, valueOrMissing, (a, b) => {
        if (startsWith(encodeKey(b), encodeKey(a))) expect(compareValues(a, b)).toBe(0);
      }),
      runs,
    );
    expect(startsWith(encodeKey("\0"), encodeKey(""))).toBe(false);
    expect(startsWith(encodeKey("a\0b"), encodeKey("a"))).toBe(false);
  });

  test("a value's range holds every tuple that begins with it and no other", () => {
    fc.assert(
      fc.property(anyValue, valueOrMissing, valueOrMissing, (a, b, rest) => {
        const low = encodeKey(a);
        const high = successor(low);
        const key = encodeIndexKey([b, rest]);
        const isInside = compareBytes(low, key) <= 0 && compareBytes(key, high) < 0;
        expect(isInside).toBe(compareValues(a, b) === 0);
      }),
      runs,
    );
  });

  test("index keys order like tuples", () => {
    const tuple = fc.array(valueOrMissing, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(tuple, tuple, (a, b) => {
        const expected = compareValues(a[0], b[0]) || compareValues(a[1], b[1]);
        expect(Math.sign(compareBytes(encodeIndexKey(a), encodeIndexKey(b)))).toBe(Math.sign(expected));
      }),
      runs,
    );
  });

  test("strings order by UTF-8, not by UTF-16", () => {
    expect(compareBytes(encodeKey("\uffff"), encodeKey("\u{10000}"))).toBeLessThan(0);
  });

  test("the commit timestamp placeholder sorts as the greatest int64", () => {
    const placeholder = fromWire({ $commitTs: null });
    expect(placeholder).toBeInstanceOf(CommitTsPlaceholder);
    expect(encodeKey(placeholder)).toEqual(encodeKey(2n ** 63n - 1n));
  });

  test("long values outgrow the scratch buffer and earlier keys stay untouched", () => {
    const first = encodeKey("x");
    const long = encodeKey(["y".repeat(100_000), "z"]);
    expect(long.length).toBe(1 + 1 + 100_000 + 1 + 3 + 1);
    expect([...first]).toEqual([7, 120, 0]);
  });

  test("nesting beyond the limit is refused", () => {
    let value: Value = null;
    for (let i = 0; i < 70; i += 1) value = [value];
    expect(() => encodeKey(value)).toThrow("nested");
  });

  test("the successor carries over trailing FF bytes", () => {
    expect([...successor(Uint8Array.of(1, 0xff, 0xff))]).toEqual([2]);
    expect(() => successor(Uint8Array.of(0xff))).toThrow(RangeError);
    expect(() => successorText("\xff")).toThrow(RangeError);
    expect(() => successorText("")).toThrow(RangeError);
  });

  test("the successor of a key as text is the text of its successor", () => {
    const letters = fc.array(fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff), { maxLength: 6 });
    fc.assert(
      fc.property(valueOrMissing, letters, (value, end) => {
        const key = Buffer.concat([encodeKey(value), Uint8Array.from(end)]);
        expect(successorText(key.toString("latin1"))).toBe(Buffer.from(successor(key)).toString("latin1"));
        expect(encodeKeyText(new Uint8Array(0), [value])).toBe(
          Buffer.from(encodeKey(value)).toString("latin1"),
        );
      }),
      runs,
    );
  });
});
