"use client";
import { type FocusEvent, type MouseEvent, memo, type PointerEvent, useState } from "react";
import { cn } from "@/lib/cn";
import { cardId } from "./board-keys";
import { CardMenu } from "./CardMenu";
import { CardQuickActs } from "./CardQuickActs";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard } from "./types";

type Props = {
  card: TaskCard;
  href: string;
  isReadOnly: boolean;
  isSending: boolean;
  isUnread: boolean;
  /** It lies below the first screen. */
  isFar: boolean;
  /** Its sheet is open. */
  isSelected: boolean;
  /** It is one of those that the next act is for. */
  isChosen: boolean;
  isDragging: boolean;
  /** Where the dragged card would land relative to this one. */
  marker: "before" | "after" | null;
  onOpen: (card: TaskCard) => void;
  onMove: (card: TaskCard, to: BoardStatus) => void;
};

/** What the keys of a card do, told once for all of them. */
export const CARD_KEYS_ID = "card-keys";

/**
 * A card that can be dragged with the pointer, and picked up from its title with Space: the board hears both. Drawn again only
 * when something about this card changed, which is why its props are plain values and functions that stay the same.
 */
export const DraggableCard = memo(function DraggableCard(props: Props) {
  const { card, href, isReadOnly, isSending, isSelected, isChosen, isDragging, marker, onOpen, onMove } =
    props;
  const [isNear, near] = useNear();
  return (
    <li
      id={cardId(card.number)}
      data-task={card.number}
      className={cn(
        // with a transform of its own it is moved as it was drawn, and whatever lies under a pointer elsewhere is not looked for in it
        "relative [transform:translate(0)] pointer-coarse:select-none pointer-coarse:[-webkit-touch-callout:none]",
        // sealed off, so that its neighbours' places do not concern what is in it; only a marker reaches out of it
        marker === null && "contain-content",
        isDragging && "opacity-35",
        isSelected && "rounded-sm outline-2 outline-accent",
        isChosen && "rounded-sm outline-2 outline-accent [&>:first-child]:bg-accent-wash",
        marker === "before" &&
          "before:-top-[5px] before:absolute before:inset-x-0 before:h-0.5 before:rounded-full before:bg-accent",
        marker === "after" &&
          "after:-bottom-[5px] after:absolute after:inset-x-0 after:h-0.5 after:rounded-full after:bg-accent",
      )}
      {...near}
      onContextMenu={(event) => {
        const menu = event.currentTarget.querySelector<HTMLElement>("[data-card-menu]");
        if (!menu || event.shiftKey) return;
        event.preventDefault();
        // a finger that rests on a card picks it up; it has the menu's button
        if (!isByTouch(event)) menu.click();
      }}
    >
      <TaskCardView
        card={card}
        isSending={isSending}
        isUnread={props.isUnread}
        isSkipped={props.isFar}
        title={
          <a
            href={href}
            draggable={false}
            aria-describedby={isReadOnly ? undefined : CARD_KEYS_ID}
            data-card-link
            className="after:absolute after:inset-0 focus-visible:outline-none"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(card);
            }}
          >
            {card.title}
            {isChosen ? <span className="sr-only"> (selected)</span> : null}
          </a>
        }
        menu={
          isReadOnly ? null : (
            <span className="relative z-10 inline-flex items-center">
              {isNear && !isDragging ? <CardQuickActs number={card.number} /> : null}
              <CardMenu card={card} onOpen={() => onOpen(card)} onMove={(to) => onMove(card, to)} />
            </span>
          )
        }
      />
    </li>
  );
});

function isByTouch({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent instanceof PointerEvent && nativeEvent.pointerType === "touch";
}

/** True while the mouse or the focus is on it. */
function useNear() {
  const [isNear, setNear] = useState(false);
  const handlers = {
    onPointerEnter: (event: PointerEvent<HTMLElement>) => event.pointerType === "mouse" && setNear(true),
    onPointerLeave: (event: PointerEvent<HTMLElement>) =>
      setNear(event.currentTarget.contains(document.activeElement)),
    onFocus: () => setNear(true),
    onBlur: (event: FocusEvent<HTMLElement>) =>
      setNear(event.currentTarget.contains(event.relatedTarget) || event.currentTarget.matches(":hover")),
  };
  return [isNear, handlers] as const;
}
