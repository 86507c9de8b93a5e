import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PART_CHARS, partOf } from "./results.ts";

/** Also what JSON writes in more than one character, and characters of two code units. */
const text = fc
  .array(fc.constantFrom("a", "\n", '"', "\u0001", "ü", "🦊"), { maxLength: 400 })
  .map((parts) => parts.join(""));

describe("a long text in parts", () => {
  test("the parts together are the text, each fits, and none splits a character", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 12, max: 60 }), (whole, most) => {
        let read = "";
        for (let offset: number | null = 0; offset !== null; ) {
          const part: ReturnType<typeof partOf> = partOf(whole, { offset, most });
          expect(JSON.stringify(part.text).length).toBeLessThanOrEqual(most + 2);
          expect(part.text.isWellFormed()).toBe(true);
          if (part.nextOffset !== null) expect(part.nextOffset).toBe(offset + part.text.length);
          if (part.nextOffset !== null) expect(part.nextOffset).toBeGreaterThan(offset);
          read += part.text;
          offset = part.nextOffset;
        }
        expect(read).toBe(whole);
      }),
    );
  });

  test("a short one is its own only part, and beyond the end there is nothing", () => {
    expect(partOf("short")).toEqual({ text: "short", nextOffset: null });
    expect(partOf("short", { offset: 9 })).toEqual({ text: "", nextOffset: null });
    expect(partOf("short", { offset: -3.5 }).text).toBe("short");
    expect(partOf("x".repeat(PART_CHARS + 1)).nextOffset).toBe(PART_CHARS);
  });
});
