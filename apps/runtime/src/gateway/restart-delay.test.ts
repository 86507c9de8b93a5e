import { describe, expect, it } from "vitest";
import { RestartDelay, STABLE_AFTER_MS } from "./restart-delay.ts";

describe("a gateway that ended by itself", () => {
  it("is started again at once the first time, then later and later, up to a minute", () => {
    const delay = new RestartDelay();
    const waits = Array.from({ length: 12 }, () => delay.after(500));
    expect(waits.slice(0, 4)).toEqual([0, 2_000, 4_000, 8_000]);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(60_000);
  });

  it("after a long life is started at once again", () => {
    const delay = new RestartDelay();
    for (let crash = 0; crash < 5; crash += 1) delay.after(500);
    expect(delay.after(STABLE_AFTER_MS + 1)).toBe(0);
    expect(delay.after(500)).toBe(0);
  });
});
