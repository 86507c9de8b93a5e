import fc from "fast-check";
import { expect, test } from "vitest";
import { keepSame } from "./keep-same.ts";

const row = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  labels: fc.array(fc.string()),
  at: fc.nat(),
});
const rows = fc.uniqueArray(row, { selector: ({ id }) => id });

test("what is kept always says what was given, and is the object of before exactly where nothing changed", () => {
  fc.assert(
    fc.property(rows, rows, (before, after) => {
      const keep = keepSame<(typeof before)[number]>(({ id }) => id);
      const first = keep(before);
      const second = keep(structuredClone(after));
      expect(second).toEqual(after);
      for (const each of second) {
        const old = first.find(({ id }) => id === each.id);
        expect(each === old).toBe(JSON.stringify(each) === JSON.stringify(old));
      }
    }),
  );
});

test("a row that left and came back is a new one", () => {
  const keep = keepSame<{ id: string }>(({ id }) => id);
  const [first] = keep([{ id: "a" }]);
  keep([]);
  expect(keep([{ id: "a" }])[0]).not.toBe(first);
});
