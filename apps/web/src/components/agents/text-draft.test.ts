import { describe, expect, test } from "vitest";
import { draftState, lineChanges } from "./text-draft";

describe("the draft of a long text", () => {
  test("is saved while it equals what the server has", () => {
    expect(draftState(null, "a")).toBe("saved");
    expect(draftState({ text: "a", from: "a" }, "a")).toBe("saved");
    expect(draftState({ text: "b", from: "a" }, "b")).toBe("saved");
  });

  test("is unsaved once it differs, and says so when the server's text moved on meanwhile", () => {
    expect(draftState({ text: "b", from: "a" }, "a")).toBe("unsaved");
    expect(draftState({ text: "b", from: "a" }, "c")).toBe("changed_meanwhile");
  });

  test("counts lines that came and went", () => {
    expect(lineChanges("one\ntwo\nthree", "one\n2\nthree\nfour")).toEqual({ added: 2, removed: 1 });
    expect(lineChanges("same\nsame", "same")).toEqual({ added: 0, removed: 1 });
    expect(lineChanges("a\nb", "a\nb")).toEqual({ added: 0, removed: 0 });
  });
});
