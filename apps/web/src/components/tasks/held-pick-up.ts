/**
 * Keeps the keys that follow a pick-up whose code is still on its way: arrows that carry the card, the key that drops it.
 * `give` presses them all again, picking up first; `stop` forgets them.
 */
export function holdPickUp(link: HTMLElement): { give: () => void; stop: () => void } {
  const kept: Pick<KeyboardEvent, "key" | "code">[] = [{ key: " ", code: "Space" }];
  const keep = (event: KeyboardEvent): void => {
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey) return;
    // whoever goes elsewhere meanwhile does not carry the card any more
    if (event.code === "Tab" || event.code === "Escape" || document.activeElement !== link) {
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
