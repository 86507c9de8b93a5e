import { expect, test } from "vitest";
import { activitySentence } from "./describe.ts";

test("a runtime that changes its state is named once, whoever noticed it", () => {
  for (const actorName of ["Box in Frankfurt", "Mission Control"])
    expect(
      activitySentence({
        event: { type: "runtime_status_changed", from: "online", to: "offline", reasons: [] },
        actorName,
        target: { kind: "runtime", label: "Box in Frankfurt" },
      }),
    ).toBe("Box in Frankfurt went from online to offline");
});

test("a runtime that never was anything comes from nowhere", () => {
  expect(
    activitySentence({
      event: { type: "runtime_status_changed", from: "none", to: "starting", reasons: [] },
      actorName: "Mission Control",
      target: { kind: "runtime", label: "Box in Frankfurt" },
    }),
  ).toBe("Box in Frankfurt is starting");
});

test("what somebody did begins with who did it", () => {
  const target = { kind: "runtime", label: "Box in Frankfurt" };
  expect(
    activitySentence({ event: { type: "runtime_added", provider: "docker" }, actorName: "Ada", target }),
  ).toBe("Ada added the runtime Box in Frankfurt");
});
