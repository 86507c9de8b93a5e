import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "../store/readSet.ts";
import { type IntervalHandle, IntervalTree } from "./intervals.ts";

const key = fc.string({ unit: fc.constantFrom("\0", "a", "b", "\xff"), maxLength: 4 });
const interval: fc.Arbitrary<Interval> = fc
  .tuple(key, key)
  .map(([a, b]) => (a < b ? { lo: a, hi: b } : { lo: b, hi: a }));
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("insert" as const), interval }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), pick: fc.nat() }) },
);

describe("IntervalTree", () => {
  it("[RS1] finds exactly the intervals that contain a key, whatever was inserted and removed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(key, { maxLength: 10 }), (steps, keys) => {
        const tree = new IntervalTree<number>();
        const model = new Map<number, { interval: Interval; handle: IntervalHandle }>();
        let next = 0;
        for (const current of steps) {
          if (current.kind === "insert") {
            model.set(next, { interval: current.interval, handle: tree.insert(current.interval, next) });
            next += 1;
          } else {
            const owners = [...model.keys()];
            const owner = owners[current.pick % Math.max(1, owners.length)];
            const entry = owner === undefined ? undefined : model.get(owner);
            if (owner === undefined || entry === undefined) continue;
            tree.remove(entry.handle);
            model.delete(owner);
          }
        }
        for (const asked of keys) {
          const found: number[] = [];
          tree.visit(asked, (owner) => found.push(owner));
          const expected = [...model]
            .filter(
              ([
                ,
                {
                  interval: { lo, hi },
                },
              ]) => lo <= asked && asked < hi,
            )
            .map(([owner]) => owner);
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        }
      }),
    );
  });
});
