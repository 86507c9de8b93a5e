// How this browser likes the dashboard: theme, density and sidebar. Kept as attributes of <html>, set before the first paint
// so that nothing jumps; CSS does the rest.

export const DISPLAY_CHOICES = {
  theme: ["system", "light", "dark"],
  density: ["comfortable", "compact"],
  sidebar: ["open", "collapsed"],
} as const;
export type DisplayKey = keyof typeof DISPLAY_CHOICES;
export type DisplayChoice<Key extends DisplayKey> = (typeof DISPLAY_CHOICES)[Key][number];

const storageKey = (key: DisplayKey) => `mc-${key}`;
/** What somebody else chose for those who did not; remembered so that the first paint has it. */
const defaultKey = (key: DisplayKey) => `mc-default-${key}`;

/** Runs inline before the first paint. */
export const DISPLAY_SCRIPT = `try{for(const[k,c]of ${JSON.stringify(Object.entries(DISPLAY_CHOICES))}){const v=localStorage.getItem("mc-"+k)??localStorage.getItem("mc-default-"+k);document.documentElement.dataset[k]=c.includes(v)?v:c[0]}}catch{}`;

const listeners = new Set<() => void>();

export function subscribeToDisplay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function readDisplay<Key extends DisplayKey>(key: Key): DisplayChoice<Key> {
  const choices: readonly string[] = DISPLAY_CHOICES[key];
  const value = document.documentElement.dataset[key];
  return (value !== undefined && choices.includes(value) ? value : choices[0]) as DisplayChoice<Key>;
}

export function writeDisplay<Key extends DisplayKey>(key: Key, value: DisplayChoice<Key>): void {
  localStorage.setItem(storageKey(key), value);
  show(key, value);
}

/** Takes a default that was set elsewhere, null for the product's; it counts until this browser has a choice of its own. */
export function adoptDisplay<Key extends DisplayKey>(key: Key, value: DisplayChoice<Key> | null): void {
  if (value === null) localStorage.removeItem(defaultKey(key));
  else localStorage.setItem(defaultKey(key), value);
  if (localStorage.getItem(storageKey(key)) === null) show(key, value ?? DISPLAY_CHOICES[key][0]);
}

function show(key: DisplayKey, value: string): void {
  if (document.documentElement.dataset[key] === value) return;
  document.documentElement.dataset[key] = value;
  for (const listener of listeners) listener();
}
