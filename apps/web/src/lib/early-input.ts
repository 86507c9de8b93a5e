// What a hand does before the page reacts is kept and done once it does: a press on a button that the server drew, a key for
// the palette or the chat, a letter or Space on a card, what is typed into a field, a file that is chosen. Of presses and keys the
// last one counts: of two dialogs only one can be meant. Links need no keeping, they work by themselves; nor do forms with an
// address of their own. Any other form, sent by the browser, would come back empty.

/** Kept by the inline script until it is taken. */
type Kept = {
  press?: { button: HTMLElement; event: Event };
  key?: string;
  card?: { link: HTMLElement; key: string; code: string };
  typed?: { field: HTMLInputElement; text: string };
  /** Stops listening. */
  take(): void;
  takeKey(): void;
};

/** Runs inline, before anything can be pressed. */
export const EARLY_INPUT_SCRIPT = `(()=>{const kept=window.mcEarly={};const last=what=>{delete kept.press;delete kept.key;delete kept.card;Object.assign(kept,what)};const key=e=>{if((e.metaKey||e.ctrlKey)&&!e.altKey&&!e.shiftKey&&/^[jk]$/i.test(e.key)){e.preventDefault();last({key:e.key})}};const card=e=>{if(!e.metaKey&&!e.ctrlKey&&!e.altKey&&/^[ sapdlxo]$/i.test(e.key)&&e.target.matches?.("[data-card-link]")){e.preventDefault();if(kept.card?.link!==e.target)last({card:{link:e.target,key:e.key,code:e.code}})}};const press=e=>{const button=e.target.closest?.("button");if(button)last({press:{button,event:e}})};const type=e=>{kept.typed={field:e.target,text:e.target.value}};const send=e=>{if(!e.target.hasAttribute("action"))e.preventDefault()};addEventListener("keydown",key,true);addEventListener("keydown",card,true);addEventListener("click",press,true);addEventListener("input",type,true);addEventListener("submit",send,true);kept.takeKey=()=>removeEventListener("keydown",key,true);kept.take=()=>{removeEventListener("keydown",card,true);removeEventListener("click",press,true);removeEventListener("input",type,true);removeEventListener("submit",send,true)}})()`;

const kept = (): Kept | undefined => (window as Window & { mcEarly?: Kept }).mcEarly;

/** Does again what was done too early. To be called when what the server drew has come alive. */
export function replayEarlyInput(): void {
  const early = kept();
  if (!early) return;
  early.take();
  const { press, card, typed } = early;
  for (const what of ["press", "card", "typed"] as const) delete early[what];
  if (typed?.field.isConnected) typeAgain(typed);
  // A press that made React take the page over at once is on its way to the button still.
  if (press?.button.isConnected && press.event.eventPhase === Event.NONE) press.button.click();
  if (card && card.link === document.activeElement)
    card.link.dispatchEvent(
      new KeyboardEvent("keydown", { key: card.key, code: card.code, bubbles: true, cancelable: true }),
    );
}

/** Does the same for a key of the frame. To be called when those who listen to it are there. */
export function replayEarlyKey(): void {
  const early = kept();
  if (!early) return;
  early.takeKey();
  if (early.key) window.dispatchEvent(new KeyboardEvent("keydown", { key: early.key, ctrlKey: true }));
  delete early.key;
}

/** React takes a field over with what is in it and thinks that nothing was typed: it is told by making the change once more. */
function typeAgain({ field, text }: { field: HTMLInputElement; text: string }): void {
  if (field.type === "file") {
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return;
  }
  const caret = field.selectionStart;
  field.value = "";
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  if (caret !== null) field.setSelectionRange(caret, caret);
}
