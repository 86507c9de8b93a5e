import type { KeyboardEvent } from "react";

/** What a key asks for the focused card: assign, priority, due date, labels, or selecting it. */
export type CardKey = "a" | "p" | "d" | "l" | "x";
const CARD_KEYS: readonly string[] = ["a", "p", "d", "l", "x"] satisfies CardKey[];

/** Arrow keys go from card to card, letters act on the focused one. The links stay reachable with Tab. */
export function walkBoard(
  event: KeyboardEvent<HTMLElement>,
  onKey: (key: CardKey, taskNumber: number) => void,
): void {
  const link = event.target as HTMLElement;
  if (
    event.defaultPrevented ||
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    !link.matches("[data-card-link]")
  )
    return;
  const key = event.key.toLowerCase();
  const item = link.closest("li");
  if (key === "s" || key === "o") {
    event.preventDefault();
    (key === "o" ? link : item?.querySelector<HTMLElement>("[data-card-menu]"))?.click();
    return;
  }
  if (CARD_KEYS.includes(key)) {
    event.preventDefault();
    onKey(key as CardKey, Number(item?.dataset["task"]));
    return;
  }
  const next = neighbourOf(link, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** The element that shows a card. */
export const cardId = (taskNumber: number): string => `card-${taskNumber}`;

/** Wherever the card is by now. */
export function focusCard(taskNumber: number): void {
  document.getElementById(cardId(taskNumber))?.querySelector<HTMLElement>("[data-card-link]")?.focus();
}

function neighbourOf(link: HTMLElement, key: string): HTMLElement | null {
  const column = link.closest("section");
  if (!column) return null;
  const inColumn = linksOf(column);
  const at = inColumn.indexOf(link);
  switch (key) {
    case "ArrowDown":
      return inColumn[at + 1] ?? null;
    case "ArrowUp":
      return inColumn[at - 1] ?? null;
    case "ArrowRight":
    case "ArrowLeft": {
      const columns = [...(column.parentElement?.children ?? [])];
      const ahead =
        key === "ArrowRight"
          ? columns.slice(columns.indexOf(column) + 1)
          : columns.slice(0, columns.indexOf(column)).reverse();
      const target = ahead.map(linksOf).find((links) => links.length > 0);
      return target?.[Math.min(at, target.length - 1)] ?? null;
    }
    default:
      return null;
  }
}

function linksOf(column: Element): HTMLElement[] {
  return [...column.querySelectorAll<HTMLElement>("[data-card-link]")];
}
