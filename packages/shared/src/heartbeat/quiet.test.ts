import { describe, expect, it } from "vitest";
import { isQuietAnswer } from "./quiet.ts";

const beat = { cause: { kind: "heartbeat" }, notificationTypes: [] };

describe("the answer of a look around", () => {
  it.each(["nothing", "Nothing.", " `nothing` ", "**Nothing**"])("%j is not posted", (answer) => {
    expect(isQuietAnswer(beat, answer)).toBe(true);
  });

  it.each(["nothing yet", "There is nothing to do.", "…", "Nothing. I set it to review."])(
    "%j is",
    (answer) => {
      expect(isQuietAnswer(beat, answer)).toBe(false);
    },
  );

  it("is posted when somebody wanted something of the turn", () => {
    expect(isQuietAnswer({ ...beat, notificationTypes: ["mention"] }, "nothing")).toBe(false);
    expect(isQuietAnswer({ cause: { kind: "mention" }, notificationTypes: ["mention"] }, "nothing")).toBe(
      false,
    );
  });
});
