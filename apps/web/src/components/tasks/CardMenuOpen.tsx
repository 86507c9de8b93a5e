"use client";
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import {
  CalendarDays,
  ExternalLink,
  type LucideIcon,
  SignalHigh,
  SquareCheck,
  Tag,
  UserPlus,
} from "lucide-react";
import { useContext } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import type { Trigger } from "@/components/ui/on-demand";
import { CardActContext } from "./board-context";
import { type CardKey, focusCard } from "./board-keys";
import { noteFor } from "./move-reasons";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskCard } from "./types";

/** The same as the letters on a focused card. */
const ACTS: readonly (readonly [CardKey, string, LucideIcon])[] = [
  ["a", "Assign…", UserPlus],
  ["p", "Priority…", SignalHigh],
  ["d", "Due date…", CalendarDays],
  ["l", "Labels…", Tag],
  ["x", "Select", SquareCheck],
];

export function CardMenuOpen({
  card,
  onOpen,
  onMove,
  trigger,
}: { card: TaskCard; onOpen: () => void; onMove: (to: BoardStatus) => void } & Trigger) {
  const act = useContext(CardActContext);
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent
        align="end"
        className="w-60"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusCard(card.number);
        }}
      >
        <DropdownMenuItem onSelect={onOpen}>
          <ExternalLink aria-hidden /> Open <Key letter="O" />
        </DropdownMenuItem>
        {act
          ? ACTS.map(([key, label, Icon]) => (
              <DropdownMenuItem key={key} onSelect={() => act(key, card.number)}>
                <Icon aria-hidden /> {label} <Key letter={key.toUpperCase()} />
              </DropdownMenuItem>
            ))
          : null}
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

function Key({ letter }: { letter: string }) {
  return (
    <Kbd aria-hidden className="ml-auto pointer-coarse:hidden">
      {letter}
    </Kbd>
  );
}
