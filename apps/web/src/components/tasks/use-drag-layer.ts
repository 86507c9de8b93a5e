import {
  type KeyboardEvent,
  type MouseEvent,
  type SyntheticEvent,
  type TouchEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { toastError } from "@/lib/toast";
import { whenIdle } from "@/lib/use-warm";
import { holdPickUp } from "./held-pick-up";
import type { TaskCard } from "./types";

/** A page that is never idle has dragging fetched after this long. */
const AT_LAST_MS = 2_000;

/** A card with what shows it. */
type Held = { readonly element: HTMLElement; readonly card: TaskCard };
/** Begins to carry a card because of an event on it. */
export type Grip = (event: SyntheticEvent, held: Held) => void;

/**
 * Has dragging fetched once nothing else is to be done, or at the first sign that it is wanted. A press that comes earlier
 * is taken up while it is still held; keys from picking up on are kept and pressed again.
 */
export function useDragLayer(options: {
  cardOf: (taskNumber: number) => TaskCard | null;
  isCarrying: boolean;
  isReadOnly: boolean;
  /** Asks for what carries cards, also once more when it did not come. */
  ask: () => Promise<void>;
}) {
  const { cardOf, isCarrying, isReadOnly, ask } = options;
  const [isWanted, setWanted] = useState(false);
  const grip = useRef<Grip | null>(null);
  /** What happened before there was a grip. */
  const waiting = useRef<(() => void) | null>(null);

  const hold = (event: SyntheticEvent): void => {
    const element = (event.target as Element).closest<HTMLElement>("li[data-task]");
    const card = element && cardOf(Number(element.dataset["task"]));
    if (card) grip.current?.(event, { element, card });
  };
  const onPress = (event: MouseEvent | TouchEvent): void => {
    if (isReadOnly || (event.target as Element).closest("button")) return;
    if (grip.current) {
      hold(event);
      return;
    }
    setWanted(true);
    void ask();
    const letGo = (): void => {
      waiting.current = null;
    };
    waiting.current = () => hold(event);
    for (const type of ["mouseup", "touchend", "touchcancel"])
      window.addEventListener(type, letGo, { once: true, capture: true });
  };
  const pickUp = (link: HTMLElement): void => {
    setWanted(true);
    const held = holdPickUp(link, "asked");
    waiting.current = held.give;
    ask().catch(() => {
      held.stop();
      waiting.current = null;
      toastError(
        "The card was not picked up",
        "What carries cards did not come. Try again; S moves the card too.",
      );
    });
  };

  useEffect(() => {
    if (isReadOnly) return;
    return whenIdle(() => setWanted(true), AT_LAST_MS);
  }, [isReadOnly]);

  return {
    isWanted,
    onReady: useCallback((ready: Grip): void => {
      grip.current = ready;
      waiting.current?.();
      waiting.current = null;
    }, []),
    handlers: {
      onMouseDown: onPress,
      onTouchStart: onPress,
      /** Answers whether the key was taken. */
      onKeyDown: (event: KeyboardEvent): boolean => {
        const link = event.target as HTMLElement;
        if (isCarrying) return true;
        if (isReadOnly || event.code !== "Space" || !link.matches("[data-card-link]")) return false;
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
        if (grip.current) {
          // what carries the card listens a moment later, and a busy page hears keys before that
          const held = holdPickUp(link, "done");
          hold(event);
          setTimeout(held.give);
        } else {
          event.preventDefault();
          pickUp(link);
        }
        return true;
      },
    },
  };
}
