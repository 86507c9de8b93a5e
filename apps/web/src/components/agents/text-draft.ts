// The state of a long text that is being edited while others may change it. Pure.

export type DraftState = "saved" | "unsaved" | "changed_meanwhile";

/** `from` is the text that the draft began with. */
export type Draft = { readonly text: string; readonly from: string };

export function draftState(draft: Draft | null, value: string): DraftState {
  if (!draft || draft.text === value) return "saved";
  return draft.from === value ? "unsaved" : "changed_meanwhile";
}

/** How many lines a change adds and takes away; a moved line counts as both. */
export function lineChanges(from: string, to: string): { added: number; removed: number } {
  const left = new Map<string, number>();
  for (const line of from.split("\n")) left.set(line, (left.get(line) ?? 0) + 1);
  let added = 0;
  for (const line of to.split("\n")) {
    const count = left.get(line) ?? 0;
    if (count > 0) left.set(line, count - 1);
    else added += 1;
  }
  return { added, removed: [...left.values()].reduce((sum, count) => sum + count, 0) };
}
