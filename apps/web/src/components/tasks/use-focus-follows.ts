import { type FocusEvent, useEffect, useRef } from "react";
import { focusCard } from "./board-keys";

/**
 * A card that moves takes the focus along: it is made anew in its other column, and what had the focus is gone.
 * `columns` is what the board shows; the handlers go on the board.
 */
export function useFocusFollows(columns: unknown) {
  const focused = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever cards may have moved
  useEffect(() => {
    if (document.activeElement === document.body && focused.current !== null) focusCard(focused.current);
  }, [columns]);
  return {
    onFocus: ({ target, currentTarget }: FocusEvent<HTMLElement>): void => {
      // menus and dialogs of a card are drawn elsewhere; meanwhile the card keeps its place
      if (!currentTarget.contains(target)) return;
      const number = target.closest<HTMLElement>("li[data-task]")?.dataset["task"];
      focused.current = number === undefined ? null : Number(number);
    },
    onBlur: ({ relatedTarget, currentTarget }: FocusEvent<HTMLElement>): void => {
      const isElsewhere =
        !currentTarget.contains(relatedTarget) && !relatedTarget?.closest("[role=menu], [role=dialog]");
      if (isElsewhere) focused.current = null;
    },
  };
}
