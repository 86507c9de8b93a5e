// How what a page shows stands in its address: filters, tabs, what is open. Pure; `use-address.ts` is the door for components.

/** How one value stands in an address. `read` gets null when it is not there; what `write` answers null to is left out. */
export type Param<T> = { read(text: string | null): T; write(value: T): string | null };
export type Params = Readonly<Record<string, Param<unknown>>>;
export type ValuesOf<P extends Params> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };
/** null takes a value out of the address. */
export type ChangeOf<P extends Params> = { [K in keyof P]?: ValuesOf<P>[K] | null };

/** Any text; an empty one is none. */
export const TEXT: Param<string> = { read: (text) => text ?? "", write: (value) => value || null };

/** A name, an id: there or not. */
export const NAME: Param<string | null> = { read: (text) => text || null, write: (value) => value || null };

export const WHOLE_NUMBER: Param<number | null> = {
  read: (text) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null),
  write: (value) => (value === null ? null : String(value)),
};

/** A day as a date field writes it. */
export const DAY: Param<string | null> = {
  read: (text) => (text !== null && isDay(text) ? text : null),
  write: (value) => value || null,
};

export const FLAG: Param<boolean> = {
  read: (text) => text === "true",
  write: (value) => (value ? "true" : null),
};

/** One of these words; none of them is null. */
export function oneOf<const T extends string>(words: readonly T[]): Param<T | null> {
  return { read: (text) => words.find((word) => word === text) ?? null, write: (value) => value };
}

/** One of these words, always: `usual` where the address says none, and it is not written. */
export function oneOfOr<const T extends string>(words: readonly T[], usual: NoInfer<T>): Param<T> {
  return {
    read: (text) => words.find((word) => word === text) ?? usual,
    write: (value) => (value === usual ? null : value),
  };
}

/** Some of these words. */
export function someOf<const T extends string>(words: readonly T[]): Param<readonly T[]> {
  return {
    read: (text) => {
      const said = text?.split(",") ?? [];
      return words.filter((word) => said.includes(word));
    },
    write: (value) => (value.length === 0 ? null : value.join(",")),
  };
}

export function readParams<P extends Params>(params: P, search: string): ValuesOf<P> {
  const said = new URLSearchParams(search);
  return Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, param.read(said.get(name))]),
  ) as ValuesOf<P>;
}

/** The search part of an address after a change; whatever else stands there stays. */
export function changeParams<P extends Params>(params: P, search: string, change: ChangeOf<P>): string {
  const said = new URLSearchParams(search);
  for (const [name, param] of Object.entries(params)) {
    if (!(name in change)) continue;
    const value = change[name] ?? null;
    const text = value === null ? null : param.write(value);
    if (text === null) said.delete(name);
    else said.set(name, text);
  }
  return searchText(said);
}

/** As a person would like to read it: a comma is no danger in an address. */
export function searchText(said: URLSearchParams): string {
  return said.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // the 31st of February is taken for a day of March
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
