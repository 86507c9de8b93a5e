import { describe, expect, it } from "vitest";
import { BackendClock } from "./backend-clock.ts";

/** A machine whose clock is set by hand. */
function machine(at: number) {
  const time = { at };
  return { time, clock: new BackendClock(() => time.at) };
}

describe("the backend's time", () => {
  it("is the machine's own until the backend has spoken", () => {
    expect(machine(1_000).clock.now()).toBe(1_000);
  });

  it("follows the backend where the machine's clock is minutes off, in either direction", () => {
    for (const wrongBy of [-600_000, 600_000]) {
      const { time, clock } = machine(1_000_000 + wrongBy);
      time.at += 40;
      clock.heard(1_000_020, time.at - 40);
      expect(clock.now()).toBe(1_000_040);
      time.at += 5_000;
      expect(clock.now()).toBe(1_005_040);
    }
  });

  it("is left alone by what the way there and back explains, and by answers that were long under way", () => {
    const { time, clock } = machine(1_000);
    time.at += 100;
    clock.heard(1_090, 1_000);
    expect(clock.now()).toBe(1_100);
    time.at += 60_000;
    clock.heard(500_000, 1_100);
    expect(clock.now()).toBe(61_100);
  });
});
