import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "./random.ts";

describe("randomness of an execution", () => {
  test("the same seed gives the same numbers, another seed others", () => {
    const seed = new Uint8Array(32).fill(3);
    const sequence = (random = createRandom(seed)) => Array.from({ length: 200 }, () => random.next());
    expect(sequence()).toEqual(sequence());
    expect(sequence(createRandom())).not.toEqual(sequence());
    expect(new Set(sequence()).size).toBe(200);
  });

  test("numbers lie in [0, 1) and are spread over it", () => {
    const random = createRandom(new Uint8Array(32));
    const numbers = Array.from({ length: 10_000 }, () => random.next());
    expect(numbers.every((n) => n >= 0 && n < 1)).toBe(true);
    expect(Math.abs(numbers.reduce((a, b) => a + b) / 10_000 - 0.5)).toBeLessThan(0.02);
  });

  test("fills any view completely and nothing beside it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (length) => {
        const buffer = new Uint8Array(length + 16);
        createRandom(new Uint8Array(32).fill(9)).fill(buffer.subarray(8, 8 + length));
        expect([...buffer.subarray(0, 8), ...buffer.subarray(8 + length)].every((byte) => byte === 0)).toBe(
          true,
        );
        if (length > 64)
          expect(buffer.subarray(8, 8 + length).filter((byte) => byte === 0).length).toBeLessThan(length / 8);
      }),
    );
  });
});
