import { describe, expect, it } from "vitest";
import { type EditorEvent, type EditorState, openEditor, phaseOf, reduceEditor } from "./editor-state";

const v1 = { version: 1, content: "one", author: "Ada" };
const v2 = { version: 2, content: "two", author: "Ben" };
const after = (start: EditorState, ...events: EditorEvent[]): EditorState =>
  events.reduce(reduceEditor, start);

describe("an open editor", () => {
  it("is saved, then unsaved, then saving, then saved again", () => {
    const open = openEditor(v1, null);
    expect(phaseOf(open)).toBe("saved");
    const typed = after(open, { type: "typed", text: "one more" });
    expect(phaseOf(typed)).toBe("unsaved");
    const sent = after(typed, { type: "sent", text: "one more" });
    expect(phaseOf(sent)).toBe("saving");
    const server = { version: 2, content: "one more", author: "Ada" };
    expect(phaseOf(after(sent, { type: "server_changed", server }, { type: "saved", version: 2 }))).toBe(
      "saved",
    );
  });

  it("keeps what is typed while a save is on its way", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "a" },
      { type: "typed", text: "ab" },
      { type: "sent", text: "a" },
      { type: "server_changed", server: { version: 2, content: "a", author: "Ada" } },
      { type: "saved", version: 2 },
    );
    expect([phaseOf(state), state.text, state.base.version]).toEqual(["unsaved", "ab", 2]);
  });

  it("follows the server while nothing was typed", () => {
    const state = after(openEditor(v1, null), { type: "server_changed", server: v2 });
    expect([phaseOf(state), state.text, state.base.version]).toEqual(["saved", "two", 2]);
  });

  it("holds both texts when someone else was faster, and saves over theirs only after they were seen", () => {
    const conflict = after(
      openEditor(v1, null),
      { type: "typed", text: "mine" },
      { type: "server_changed", server: v2 },
    );
    expect([phaseOf(conflict), conflict.text, conflict.server.content]).toEqual(["conflict", "mine", "two"]);
    const merged = after(conflict, { type: "merged", text: "two and mine", seenVersion: 2 });
    expect([phaseOf(merged), merged.base.version, merged.text]).toEqual(["unsaved", 2, "two and mine"]);
  });

  it("does not end a conflict by typing, even when the text has become theirs", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "mine" },
      { type: "server_changed", server: v2 },
      { type: "typed", text: "two" },
    );
    expect(phaseOf(state)).toBe("conflict");
    expect(phaseOf(after(state, { type: "merged", text: "two", seenVersion: 2 }))).toBe("saved");
  });

  it("stays in conflict when a third version came while the second was being looked at", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "mine" },
      { type: "server_changed", server: v2 },
      { type: "server_changed", server: { version: 3, content: "three", author: "Cy" } },
      { type: "merged", text: "two and mine", seenVersion: 2 },
    );
    expect([phaseOf(state), state.text]).toEqual(["conflict", "two and mine"]);
  });

  it("is in conflict when the server refuses a save because of a newer version", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "mine" },
      { type: "sent", text: "mine" },
      { type: "server_changed", server: v2 },
      { type: "refused", message: null },
    );
    expect([phaseOf(state), state.text]).toEqual(["conflict", "mine"]);
  });

  it("keeps the text of a refused save and says why until one types again", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "long" },
      { type: "sent", text: "long" },
      { type: "refused", message: "Too long." },
    );
    expect([phaseOf(state), state.text, state.refusal]).toEqual(["refused", "long", "Too long."]);
    expect(phaseOf(after(state, { type: "typed", text: "short" }))).toBe("unsaved");
  });

  it("takes up a draft of an earlier visit: unsaved when nothing changed, a conflict when something did", () => {
    expect(phaseOf(openEditor(v2, { content: "draft", version: 2 }))).toBe("unsaved");
    expect(phaseOf(openEditor(v2, { content: "draft", version: 1 }))).toBe("conflict");
    expect(phaseOf(openEditor(v2, { content: "two", version: 1 }))).toBe("saved");
  });

  it("is no conflict when both wrote the same", () => {
    const state = after(
      openEditor(v1, null),
      { type: "typed", text: "two" },
      { type: "server_changed", server: v2 },
    );
    expect([phaseOf(state), state.base.version]).toEqual(["saved", 2]);
  });
});
