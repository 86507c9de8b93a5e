/**
 * Keeps the keys that follow a pick-up, arrows that carry the card and the key that drops it, as long as what carries it does
 * not listen: its code is still on its way, or it has just begun. `give` presses them all again, picking up first where that
 * was not `done`; `stop` forgets them.
 */
export function holdPickUp(
  link: HTMLElement,
  pickUp: "asked" | "done",
): { give: () => void; stop: () => void } {
  const kept: Pick<KeyboardEvent, "key" | "code">[] = pickUp === "asked" ? [{ key: " ", code: "Space" }] : [];
  const keep = (event: KeyboardEvent): void => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
    // whoever goes elsewhere meanwhile does not carry the card any more
    const isLeaving = event.code === "Tab" || (event.code === "Escape" && pickUp === "asked");
    if (isLeaving || document.activeElement !== link) {
      stop();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.push(event);
  };
  const stop = (): void => {
    kept.length = 0;
    window.removeEventListener("keydown", keep, true);
    window.removeEventListener("pointerdown", stop, true);
  };
  // one at a time: between two keys what was picked up begins to listen
  const give = (): void => {
    const next = kept.shift();
    if (!next || document.activeElement !== link) {
      stop();
      return;
    }
    const { key, code } = next;
    link.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
    setTimeout(give);
  };
  window.addEventListener("keydown", keep, true);
  window.addEventListener("pointerdown", stop, true);
  return { give, stop };
}
