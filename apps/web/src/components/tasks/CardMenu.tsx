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
      className="-mr-1 inline-flex size-6 items-center justify-center rounded-xs text-ink-3 opacity-0 transition-opacity hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/card:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-10 pointer-coarse:opacity-100"
    >
      <MoreHorizontal aria-hidden className="size-4" />
    </button>
  );
  return <Menu card={card} onOpen={onOpen} onMove={onMove} trigger={trigger} />;
}
