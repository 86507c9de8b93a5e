import { describe, expect, it } from "vitest";
import { matches, NO_FILTER } from "./fleet-filter";

const line = {
  status: "online" as const,
  openclawVersion: "2026.9.6",
  name: "Box in Zürich",
  accountName: "Acme",
  host: "box-1",
  region: null,
};

describe("the filter of the fleet", () => {
  it("lets everything through until something is chosen", () => {
    expect(matches(line, NO_FILTER)).toBe(true);
  });

  it("asks for all of what was chosen", () => {
    expect(matches(line, { ...NO_FILTER, status: "offline" })).toBe(false);
    expect(matches(line, { status: "online", version: "2026.9.6", text: "acme box" })).toBe(true);
    expect(matches(line, { status: "online", version: "2026.9.4", text: "" })).toBe(false);
    expect(matches(line, { ...NO_FILTER, text: "acme other" })).toBe(false);
  });

  it("finds accented names without accents", () => {
    expect(matches(line, { ...NO_FILTER, text: "zurich" })).toBe(true);
  });
});
