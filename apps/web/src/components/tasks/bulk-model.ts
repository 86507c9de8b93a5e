// What many tasks have in common: on all of them, on some, on none. Pure.
import type { TaskCard, TaskId } from "./types";

export type Held = "all" | "some" | "none";

/** Selected tasks as the page shows them now; one that has left the page as it was last seen. */
export function asShown(
  chosen: ReadonlyMap<TaskId, TaskCard>,
  shown: readonly TaskCard[],
): readonly TaskCard[] {
  const now = new Map(shown.map((card) => [card.taskId, card]));
  return [...chosen.values()].map((card) => now.get(card.taskId) ?? card);
}

/** How many of the tasks hold it, in words of the interface. */
export function heldBy(cards: readonly TaskCard[], isOn: (card: TaskCard) => boolean): Held {
  const count = cards.filter(isOn).length;
  if (count === 0) return "none";
  return count === cards.length ? "all" : "some";
}

export type LabelChoice = { readonly label: string; readonly held: Held };

/** Every label that can be put on or taken off: those on the tasks first, then the others of the account as they come. */
export function labelChoices(cards: readonly TaskCard[], known: readonly string[]): LabelChoice[] {
  const own = [...new Set(cards.flatMap((card) => card.labels))].sort((one, other) =>
    one.localeCompare(other),
  );
  return [...own, ...known.filter((label) => !own.includes(label))].map((label) => ({
    label,
    held: heldBy(cards, (card) => card.labels.includes(label)),
  }));
}
