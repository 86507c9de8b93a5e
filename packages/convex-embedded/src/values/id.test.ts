import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeId, encodeId, newId } from "./id.ts";

const tableNumber = fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 0xffff_ffff }));
const eight = fc.uint8Array({ minLength: 8, maxLength: 8 });
const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("document ids", () => {
  test("decoding gives back table number and bytes", () => {
    fc.assert(
      fc.property(tableNumber, sixteen, (table, bytes) => {
        expect(decodeId(encodeId(table, bytes))).toEqual({ tableNumber: table, bytes });
      }),
    );
  });

  test("a new id carries the millisecond, eight random bytes and the day", () => {
    const id = newId({
      tableNumber: 10_001,
      random8: new Uint8Array(8).fill(7),
      nowMs: 86_400_000 * 20_000.5,
    });
    expect(id).toHaveLength(32);
    const time = [0x01, 0x92, 0x57, 0x66, 0xae, 0x00];
    expect(decodeId(id)).toEqual({
      tableNumber: 10_001,
      bytes: Uint8Array.from([...time, ...new Array<number>(8).fill(7), 0x4e, 0x20]),
    });
  });

  test("a later id sorts behind an earlier one of its table", () => {
    const at = fc.record({ nowMs: fc.integer({ min: 0, max: 2 ** 47 }), random8: eight });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 2 ** 40 }), eight, (first, laterMs, random8) => {
        const later = newId({ tableNumber: 10_001, random8, nowMs: first.nowMs + laterMs });
        expect(newId({ tableNumber: 10_001, ...first }) < later).toBe(true);
      }),
    );
  });

  test("ids of small table numbers have 31 letters", () => {
    expect(encodeId(127, new Uint8Array(16))).toHaveLength(31);
    expect(encodeId(128, new Uint8Array(16))).toHaveLength(32);
  });

  test("changing any one letter never yields an id that means the same", () => {
    fc.assert(
      fc.property(sixteen, fc.nat(31), fc.nat(30), (bytes, at, shift) => {
        const id = encodeId(10_001, bytes);
        const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        const letter = alphabet[(alphabet.indexOf(id[at] ?? "0") + shift + 1) % 32] ?? "0";
        const other = id.slice(0, at) + letter + id.slice(at + 1);
        const decoded = decodeId(other);
        if (decoded !== null) expect(encodeId(decoded.tableNumber, decoded.bytes)).toBe(other);
        expect(decoded === null || decoded.tableNumber !== 10_001 || !equal(decoded.bytes, bytes)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(["", "0", "hello", "I".repeat(32), "z".repeat(32), "0".repeat(10_000), "\u{1f600}".repeat(16)])(
    "%j is no id",
    (text) => {
      expect(decodeId(text)).toBeNull();
    },
  );

  test("upper-case letters are not read as lower-case ones", () => {
    const id = encodeId(10_001, new Uint8Array(16).fill(250));
    expect(decodeId(id.toUpperCase())).toBeNull();
  });

  test("any text either is no id or encodes back to itself", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."0123456789abcdefghjkmnpqrstvwxyz"),
      minLength: 31,
      maxLength: 33,
    });
    fc.assert(
      fc.property(text, (candidate) => {
        const decoded = decodeId(candidate);
        if (decoded !== null) expect(encodeId(decoded.tableNumber, decoded.bytes)).toBe(candidate);
      }),
    );
  });

  test("ids made by official deployments are read", () => {
    for (const id of [
      "js7b78nydn0d60c1zqbvfratrx7tq03q",
      "k17228bnnzh82sqqq97bft72x97z1fmc",
      "js79xewp66skzqe3tv8r0ztd457y9qeh",
      "j57cbywe1te7fvzf26g0x3ftsd7vagd2",
    ]) {
      expect(decodeId(id)?.tableNumber).toBeGreaterThan(10_000);
    }
  });
});

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
