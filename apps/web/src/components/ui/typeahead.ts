import { type KeyboardEvent as KeyEvent, useRef } from "react";

/**
 * For menus and pickers. Radix gives the item that was typed the focus a moment later, letter by letter; Enter within that
 * moment means the item that all of them spell, whichever has the focus by then.
 */
export function useTypeahead() {
  const lettersOnTheirWay = useRef(0);
  const isEnterAgain = useRef(false);
  return {
    onKeyDownCapture: (event: KeyEvent<HTMLElement>): void => {
      if (event.key.length === 1) {
        lettersOnTheirWay.current += 1;
        // Radix sets its timer after this one, and it is over once a second round has passed.
        setTimeout(() => setTimeout(() => (lettersOnTheirWay.current -= 1)));
      }
      if (event.key !== "Enter" || lettersOnTheirWay.current === 0 || isEnterAgain.current) return;
      event.preventDefault();
      event.stopPropagation();
      const list = event.currentTarget;
      setTimeout(() => {
        const item = document.activeElement;
        if (item === null || item === list || !list.contains(item)) return;
        // The same key once more: a picker that a mouse has been over takes no click without one.
        isEnterAgain.current = true;
        item.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        isEnterAgain.current = false;
      });
    },
  };
}
