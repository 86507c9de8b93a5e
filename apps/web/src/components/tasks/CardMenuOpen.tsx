"use client";
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { ExternalLink } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { noteFor } from "./move-reasons";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskCard } from "./types";

export function CardMenuOpen({
  card,
  onOpen,
  onMove,
  trigger,
}: { card: TaskCard; onOpen: () => void; onMove: (to: BoardStatus) => void } & Trigger) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuItem onSelect={onOpen}>
          <ExternalLink aria-hidden /> Open
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Move to…</DropdownMenuLabel>
        {BOARD_STATUSES.filter((status) => status !== card.status).map((status) => {
          const note = noteFor(card, status);
          return (
            <DropdownMenuItem
              key={status}
              disabled={!card.allowed.includes(status)}
              onSelect={() => onMove(status)}
            >
              <StatusGlyph status={status} />
              <span className="min-w-0">
                {STATUS_LABEL[status]}
                {note ? <span className="block text-ink-3 text-xs">{note}</span> : null}
              </span>
            </DropdownMenuItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
