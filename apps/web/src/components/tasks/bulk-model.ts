// What many tasks have in common: on all of them, on some, on none. Pure.
import { typedLabels } from "./typed-labels";
import type { TaskCard, TaskId } from "./types";

export type Held = "all" | "some" | "none";

/** Selected tasks as the page shows them now; one that has left the page as it was when it was chosen, with what was done to it since. */
export function asShown(
  chosen: ReadonlyMap<TaskId, TaskCard>,
  shown: readonly TaskCard[],
): readonly TaskCard[] {
  const now = new Map(shown.map((card) => [card.taskId, card]));
  return [...chosen.values()].map((card) => now.get(card.taskId) ?? card);
}

/** What is put on tasks or taken off them. */
export type Reassign = Pick<TaskCard, "members" | "agents"> & { readonly mode: "add" | "remove" };
export type Relabel = { readonly add: readonly string[]; readonly remove: readonly string[] };

/** A card after its task was reassigned, for one that has left the page and hears no more of it. */
export function reassigned(card: TaskCard, { mode, members, agents }: Reassign): TaskCard {
  const [ids, agentIds] = [members.map((each) => each.memberId), agents.map((each) => each.agentId)];
  const others = {
    members: card.members.filter((each) => !ids.includes(each.memberId)),
    agents: card.agents.filter((each) => !agentIds.includes(each.agentId)),
  };
  if (mode === "remove") return { ...card, ...others };
  return { ...card, members: [...others.members, ...members], agents: [...others.agents, ...agents] };
}

/** The same for its labels. */
export function relabelled(card: TaskCard, { add, remove }: Relabel): TaskCard {
  const labels = [...new Set([...card.labels, ...add])];
  return { ...card, labels: labels.filter((label) => !remove.includes(label)) };
}

/** The due date of all of the tasks, null when none has one. */
export type CommonDue = number | null | "different";

export function dueOfAll(cards: readonly TaskCard[]): CommonDue {
  const [due = null, ...others] = new Set(cards.map((card) => card.dueAt));
  return others.length === 0 ? due : "different";
}

/** How many of the tasks hold it, in words of the interface. */
export function heldBy(cards: readonly TaskCard[], isOn: (card: TaskCard) => boolean): Held {
  const count = cards.filter(isOn).length;
  if (count === 0) return "none";
  return count === cards.length ? "all" : "some";
}

export type LabelChoice = { readonly label: string; readonly held: Held };

/** What may be added as it is typed: a new label, or several at once, of which some may be there already. */
export function labelOffer(choices: readonly LabelChoice[], text: string): string[] {
  const typed = typedLabels(text);
  return typed.length > 1 ? typed : typed.filter((label) => choices.every((each) => each.label !== label));
}

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
