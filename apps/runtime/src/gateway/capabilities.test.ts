import { describe, expect, it } from "vitest";
import { OPENCLAW_VERSION } from "../openclaw/version.ts";
import { NEEDS, probeCapabilities } from "./capabilities.ts";

const whole = {
  version: OPENCLAW_VERSION,
  methods: [...NEEDS.flatMap((need) => (need.kind === "method" ? [need.name] : [])), "health"],
  events: ["agent", "tick"],
};

describe("what a gateway offers", () => {
  it("is enough when everything that we use is there", () => {
    expect(probeCapabilities(whole)).toEqual({ isUsable: true, reasons: [], missing: new Set() });
  });

  it("says for everything that is missing what does not work without it, and whether turns can be handed over", () => {
    for (const need of NEEDS) {
      const { isUsable, reasons, missing } = probeCapabilities({
        ...whole,
        methods: whole.methods.filter((name) => need.kind !== "method" || name !== need.name),
        events: whole.events.filter((name) => need.kind !== "event" || name !== need.name),
      });
      expect(isUsable).toBe(!need.isEssential);
      expect(reasons).toEqual([
        `OpenClaw ${OPENCLAW_VERSION} has no ${need.kind} "${need.name}": ${need.without}`,
      ]);
      expect(missing).toEqual(new Set([`${need.kind}:${need.name}`]));
    }
  });

  it("is not judged by what it does not say", () => {
    expect(probeCapabilities({ ...whole, methods: [], events: [] })).toMatchObject({
      isUsable: true,
      reasons: [],
    });
  });

  it("of a version that nobody tested is used, and said to be untested", () => {
    const { isUsable, reasons } = probeCapabilities({ ...whole, version: "2031.1.1" });
    expect(isUsable).toBe(true);
    expect(reasons).toEqual([expect.stringContaining("OpenClaw 2031.1.1 was never tested")]);
  });
});
