"use client";
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { ExternalLink, MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuLabel, DropdownMenuSeparator, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { whyNot } from "./move-reasons";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskCard } from "./types";

const triggerStyle =
  "-mr-1 inline-flex size-6 items-center justify-center rounded-xs text-ink-3 opacity-0 transition-opacity hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/card:opacity-100 aria-expanded:bg-hover aria-expanded:opacity-100 pointer-coarse:size-9 pointer-coarse:opacity-100";

type Props = { card: TaskCard; onOpen: () => void; onMove: (to: BoardStatus) => void };

/** Everything a card can do without dragging. The menu itself is made when it is first asked for: a board has many cards. */
export function CardMenu(props: Props) {
  const [wasAsked, setAsked] = useState(false);
  const label = `Actions for MC-${props.card.number}`;
  if (wasAsked) return <OpenCardMenu {...props} label={label} />;
  return (
    <button type="button" data-card-menu aria-haspopup="menu" aria-label={label} className={triggerStyle} onClick={() => setAsked(true)}>
      <MoreHorizontal aria-hidden className="size-4" />
    </button>
  );
}

function OpenCardMenu({ card, onOpen, onMove, label }: Props & { label: string }) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger data-card-menu aria-label={label} className={triggerStyle}>
        <MoreHorizontal aria-hidden className="size-4" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuItem onSelect={onOpen}>
          <ExternalLink aria-hidden /> Open
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>Move to…</DropdownMenuLabel>
        {BOARD_STATUSES.filter((status) => status !== card.status).map((status) => {
          const reason = whyNot(card, status, { kind: "member", role: "member" });
          return (
            <DropdownMenuItem key={status} disabled={reason !== null} onSelect={() => onMove(status)} title={reason ?? undefined}>
              <StatusGlyph status={status} />
              <span className="min-w-0">
                {STATUS_LABEL[status]}
                {reason ? <span className="block text-ink-3 text-xs">{reason}</span> : null}
              </span>
            </DropdownMenuItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
