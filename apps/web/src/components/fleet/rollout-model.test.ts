import { defaultStrategy } from "@mc/shared/rollout/strategy";
import { describe, expect, it } from "vitest";
import { batchesOf, gateWords, leftAloneWords, minuteOf } from "./rollout-model";

describe("a rollout as it is drawn", () => {
  it("shows its batches in order, without those that were left alone from the start", () => {
    const targets = [
      { batch: 1, name: "b" },
      { batch: -1, name: "x" },
      { batch: 0, name: "a" },
      { batch: 1, name: "c" },
    ];
    expect(batchesOf(targets).map((batch) => batch.map(({ name }) => name))).toEqual([["a"], ["b", "c"]]);
  });

  it("says what must hold between two batches", () => {
    expect(gateWords(defaultStrategy("canary", 60))).toEqual([
      "ready ≥ 95 %",
      "errors ≤ 5 %",
      "delivered ≥ 95 %",
    ]);
    expect(gateWords(defaultStrategy("immediate", 60))).toBeNull();
  });

  it("says why some are left alone in one sentence", () => {
    expect(leftAloneWords(1, "It runs 2026.9.6 already.")).toBe(
      "1 runtime left alone, because it runs 2026.9.6 already.",
    );
    expect(leftAloneWords(3, "It has not said which version it runs.")).toBe(
      "3 runtimes left alone, each because it has not said which version it runs.",
    );
  });

  it("reads times of day", () => {
    expect([minuteOf("22:30"), minuteOf("7:05"), minuteOf("24:00"), minuteOf("soon")]).toEqual([
      1350,
      425,
      null,
      null,
    ]);
  });
});
