/** Long enough for a popup that was fetched to be drawn; after that the keys go where they would have gone. */
const PATIENCE_MS = 1_000;
const POPUP = "[role=menu], [role=dialog], [role=alertdialog]";
const MODIFIERS: readonly string[] = ["Shift", "Control", "Alt", "Meta", "CapsLock", "AltGraph", "Dead"];

let letGo: (() => void) | null = null;

/**
 * Keeps what is typed between asking for a popup and its having the focus, and gives it to the popup then. Without this,
 * quick hands on a slow line would type into whatever lies below. `fetched` settles when the popup's code is there.
 */
export function holdKeys(fetched: Promise<unknown>): void {
  letGo?.();
  const kept: KeyboardEvent[] = [];
  const from = document.activeElement?.closest(POPUP) ?? null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const keep = (event: KeyboardEvent): void => {
    if (!event.isTrusted || event.isComposing || MODIFIERS.includes(event.key)) return;
    // shortcuts of the browser and of the page go where they always go; what sends a form comes after what was typed into it
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (isShortcut && (event.key !== "Enter" || event.altKey)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept.push(event);
  };
  const arrive = (event: FocusEvent): void => {
    const popup = (event.target as Element).closest(POPUP);
    if (!popup || popup === from) return;
    document.removeEventListener("focusin", arrive, true);
    clearTimeout(timer);
    timer = setTimeout(give);
  };
  // one at a time: between two keys the popup draws itself, and a menu moves its focus to the item that a letter meant
  const give = (): void => {
    const next = kept.shift();
    if (!next) stop();
    else {
      press(next);
      timer = setTimeout(give);
    }
  };
  const stop = (): void => {
    clearTimeout(timer);
    window.removeEventListener("keydown", keep, true);
    window.removeEventListener("pointerdown", stop, true);
    document.removeEventListener("focusin", arrive, true);
    if (letGo === stop) letGo = null;
  };

  letGo = stop;
  window.addEventListener("keydown", keep, true);
  window.addEventListener("pointerdown", stop, true);
  document.addEventListener("focusin", arrive, true);
  void fetched.then(() => {
    if (letGo === stop) timer ??= setTimeout(stop, PATIENCE_MS);
  }, stop);
}

/** What the browser does for a key that a person pressed, for one that was kept. */
function press({ key, code, shiftKey, ctrlKey, metaKey }: KeyboardEvent): void {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement)) return;
  const isOpen = at.dispatchEvent(
    new KeyboardEvent("keydown", { key, code, shiftKey, ctrlKey, metaKey, bubbles: true, cancelable: true }),
  );
  if (!isOpen || ctrlKey || metaKey) return;
  if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) {
    // the one way to write into a field as typing does: with undo, and heard by whoever listens
    if (key.length === 1) document.execCommand("insertText", false, key);
    else if (key === "Backspace") document.execCommand("delete");
    else if (key === "Enter" && at instanceof HTMLInputElement) at.form?.requestSubmit();
  } else if (key === "Enter" || key === " ") at.click();
}
