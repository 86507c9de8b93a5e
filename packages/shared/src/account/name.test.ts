import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanName } from "./name.ts";

const text = fc.string({ unit: "binary", maxLength: 60 });
const BREAKS = [
  "\n",
  "\r",
  "\t",
  "\0",
  "\u0085",
  "\u2028",
  "\u2029",
  "\u202E",
  "\u2066",
  "\u{E0041}",
  "\uD800",
];

test("a name is one line of visible text, trimmed and with single spaces", () => {
  fc.assert(
    fc.property(text, (raw) => {
      const name = cleanName(raw);
      if (name === null) return;
      expect(name).toBe(name.trim());
      expect(name).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]|\s\s/u);
      expect(name.replaceAll(" ", "")).toBe(raw.replace(/\s/gu, ""));
    }),
  );
});

test("cleaning a clean name changes nothing", () => {
  fc.assert(
    fc.property(text, (raw) => {
      const name = cleanName(raw);
      if (name !== null) expect(cleanName(name)).toBe(name);
    }),
  );
});

test("no place in a name is one for a break or a control character", () => {
  const visible = fc.string({ unit: "grapheme", maxLength: 20 });
  fc.assert(
    fc.property(visible, fc.constantFrom(...BREAKS), visible, (before, bad, after) => {
      expect(cleanName(`${before}${bad}${after}`)).toBeNull();
    }),
  );
});

test.each([
  ["  Ada   Lovelace ", "Ada Lovelace"],
  ["Ada\u00A0\u3000L.", "Ada L."],
  ["Zoë 👩‍💻", "Zoë 👩‍💻"],
  ["می‌خواهم", "می‌خواهم"],
  ["   ", ""],
])("%j becomes %j", (raw, name) => {
  expect(cleanName(raw)).toBe(name);
});
