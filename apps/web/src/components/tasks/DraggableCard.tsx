"use client";
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { type FocusEvent, type KeyboardEvent, type PointerEvent, useState } from "react";
import { cn } from "@/lib/cn";
import { CardMenu } from "./CardMenu";
import { CardQuickActs } from "./CardQuickActs";
import { TaskCardView } from "./TaskCardView";
import type { BoardStatus, TaskCard } from "./types";

type Props = {
  card: TaskCard;
  href: string;
  isReadOnly: boolean;
  isSending: boolean;
  /** Its sheet is open. */
  isSelected: boolean;
  /** It is one of those that the next act is for. */
  isChosen: boolean;
  /** True while the card that is being dragged may not come into this column. */
  isClosed: boolean;
  /** Where the dragged card would land relative to this one. */
  marker: "before" | "after" | null;
  onOpen: () => void;
  onMove: (to: BoardStatus) => void;
};

/** A card that can be dragged with the pointer, and picked up from its title with Space. */
export function DraggableCard(props: Props) {
  const { card, href, isReadOnly, isSending, isSelected, isChosen, isClosed, marker, onOpen, onMove } = props;
  const data = { status: card.status, card };
  const draggable = useDraggable({ id: card.taskId, data, disabled: isReadOnly });
  const droppable = useDroppable({ id: card.taskId, data, disabled: isClosed });
  const { setActivatorNodeRef, listeners, attributes, isDragging } = draggable;
  const onKeyDown = listeners?.["onKeyDown"] as ((event: KeyboardEvent) => void) | undefined;
  const { onKeyDown: _keyboard, ...pointerListeners } = listeners ?? {};
  const [isNear, near] = useNear();
  return (
    <li
      ref={(element) => {
        draggable.setNodeRef(element);
        droppable.setNodeRef(element);
      }}
      data-task={card.number}
      className={cn(
        "relative rounded-sm",
        isDragging && "opacity-35",
        isSelected && "outline-2 outline-accent",
        isChosen && "outline-2 outline-accent outline-dashed",
        marker === "before" &&
          "before:-top-[5px] before:absolute before:inset-x-0 before:h-0.5 before:rounded-full before:bg-accent",
        marker === "after" &&
          "after:-bottom-[5px] after:absolute after:inset-x-0 after:h-0.5 after:rounded-full after:bg-accent",
      )}
      {...pointerListeners}
      {...near}
      onContextMenu={(event) => {
        const menu = event.currentTarget.querySelector<HTMLElement>("[data-card-menu]");
        if (!menu || event.shiftKey) return;
        event.preventDefault();
        menu.click();
      }}
    >
      <TaskCardView
        card={card}
        isSending={isSending}
        title={
          <a
            ref={setActivatorNodeRef}
            href={href}
            draggable={false}
            aria-describedby={isReadOnly ? undefined : attributes["aria-describedby"]}
            data-card-link
            className="after:absolute after:inset-0 focus-visible:outline-none"
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen();
            }}
            onKeyDown={onKeyDown}
          >
            {card.title}
            {isChosen ? <span className="sr-only"> (selected)</span> : null}
          </a>
        }
        menu={
          isReadOnly ? null : (
            <span
              className="relative z-10 inline-flex items-center"
              onPointerDown={(event) => event.stopPropagation()}
            >
              {isNear && !isDragging ? <CardQuickActs number={card.number} /> : null}
              <CardMenu card={card} onOpen={onOpen} onMove={onMove} />
            </span>
          )
        }
      />
    </li>
  );
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
