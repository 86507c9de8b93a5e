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

/** Runs inline before the first paint. */
export const DISPLAY_SCRIPT = `try{for(const[k,c]of ${JSON.stringify(Object.entries(DISPLAY_CHOICES))}){const v=localStorage.getItem("mc-"+k);document.documentElement.dataset[k]=c.includes(v)?v:c[0]}}catch{}`;

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
  document.documentElement.dataset[key] = value;
  localStorage.setItem(storageKey(key), value);
  for (const listener of listeners) listener();
}
