import { useState } from "react";

/**
 * Gives the focus back to what had it before something opened over the page. Dialogs that are opened by state have no trigger of
 * their own, and without this a person on the keyboard would begin again at the top of the page. Use it in what is mounted with
 * the opening.
 */
export function useOpener(): (event: Event) => void {
  const [opener] = useState(() => openerOf(document.activeElement));
  return (event) => {
    if (event.defaultPrevented || !opener?.isConnected) return;
    event.preventDefault();
    opener.focus();
  };
}

/**
 * What closes fades away, and gives the focus back only when it is gone. Whoever has gone on meanwhile keeps it: taken from the
 * field that they write in, it would carry their next words elsewhere. True when that is so.
 */
export function keepFocus(event: Event): boolean {
  const isElsewhere = document.activeElement !== null && document.activeElement !== document.body;
  if (isElsewhere) event.preventDefault();
  return isElsewhere;
}

/** An entry of a menu is gone by then: the button of its menu stands for it. */
function openerOf(element: Element | null): HTMLElement | null {
  const label = element?.closest('[role="menu"]')?.getAttribute("aria-labelledby");
  const opener = label ? document.getElementById(label) : element;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}
