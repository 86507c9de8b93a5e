import type { KeyboardEvent } from "react";

/** Arrow keys go from card to card, S opens the card's menu. The links stay reachable with Tab. */
export function walkBoard(event: KeyboardEvent<HTMLElement>): void {
  const link = event.target as HTMLElement;
  if (
    event.defaultPrevented ||
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    !link.matches("[data-card-link]")
  )
    return;
  if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    link.closest("li")?.querySelector<HTMLElement>("[data-card-menu]")?.click();
    return;
  }
  const next = neighbourOf(link, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "nearest", inline: "nearest" });
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
      const columns = [...(column.parentElement?.querySelectorAll(":scope > section") ?? [])];
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
