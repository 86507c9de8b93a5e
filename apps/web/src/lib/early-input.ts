// What a hand does before the page reacts is kept and done once it does: a press on a button that the server drew, a key for
// the palette or the chat, Space that picks a card up. Links need no keeping, they work by themselves.

/** What was done last, kept by the inline script until it is taken. */
type Kept = {
  press?: HTMLElement;
  key?: string;
  card?: HTMLElement;
  takePress(): void;
  takeKey(): void;
  takeCard(): void;
};

/** Runs inline, before anything can be pressed. */
export const EARLY_INPUT_SCRIPT = `(()=>{const kept=window.mcEarly={};const key=e=>{if((e.metaKey||e.ctrlKey)&&!e.altKey&&!e.shiftKey&&/^[jk]$/i.test(e.key)){e.preventDefault();kept.key=e.key}};const press=e=>{kept.press=e.target.closest?.("button")??kept.press};const card=e=>{if(e.code==="Space"&&e.target.matches?.("[data-card-link]")){e.preventDefault();kept.card=e.target}};addEventListener("keydown",key,true);addEventListener("keydown",card,true);addEventListener("click",press,true);kept.takeKey=()=>removeEventListener("keydown",key,true);kept.takeCard=()=>removeEventListener("keydown",card,true);kept.takePress=()=>removeEventListener("click",press,true)})()`;

const kept = (): Kept | undefined => (window as Window & { mcEarly?: Kept }).mcEarly;

/** Presses the button that was pressed too early. To be called when what the server drew has come alive. */
export function replayEarlyPress(): void {
  const early = kept();
  if (!early) return;
  early.takePress();
  if (early.press?.isConnected) early.press.click();
  delete early.press;
}

/** Does the same for a key. To be called when those who listen to keys are there. */
export function replayEarlyKey(): void {
  const early = kept();
  if (!early) return;
  early.takeKey();
  if (early.key) window.dispatchEvent(new KeyboardEvent("keydown", { key: early.key, ctrlKey: true }));
  delete early.key;
}

/** The card that was to be picked up too early, if the focus is still on it. To be called when cards react. */
export function takeEarlyPickUp(): HTMLElement | null {
  const early = kept();
  if (!early) return null;
  early.takeCard();
  const card = early.card ?? null;
  delete early.card;
  return card === document.activeElement ? card : null;
}
