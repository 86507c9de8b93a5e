"use client";
import { MoreHorizontal } from "lucide-react";
import { onDemand } from "@/components/ui/on-demand";
import type { BoardStatus, TaskCard } from "./types";

const Menu = onDemand(() => import("./CardMenuOpen").then((module) => module.CardMenuOpen));

/** Everything a card can do without dragging. */
export function CardMenu({
  card,
  onOpen,
  onMove,
}: {
  card: TaskCard;
  onOpen: () => void;
  onMove: (to: BoardStatus) => void;
}) {
  const trigger = (
    <button
      type="button"
      data-card-menu
      aria-label={`Actions for MC-${card.number}`}
      // a finger's begins at the card's upper edge, which clips it, with its dots in the line of the number;
      // hidden by its colour: something half transparent on every card would be a layer of its own in every frame
      className="-mr-1 inline-flex size-6 items-center justify-center rounded-xs text-transparent transition-colors hover:bg-hover focus-visible:text-ink-3 group-hover/card:text-ink-3 aria-expanded:bg-hover aria-expanded:text-ink-3 hover:text-ink! pointer-coarse:mt-1 pointer-coarse:size-10 pointer-coarse:pb-1 pointer-coarse:text-ink-3 compact:pointer-coarse:mt-2 compact:pointer-coarse:pb-2"
    >
      <MoreHorizontal aria-hidden className="size-4" />
    </button>
  );
  return <Menu card={card} onOpen={onOpen} onMove={onMove} trigger={trigger} />;
}
