/** What an act is made of, and how numbers that were drawn become rows of the office. */
import type { Action } from "@mc/shared/account/roles";
import type { Actor, Books, Office } from "./office";

export type Drawn = { who: number; n: number; m: number };
export type Chosen = Drawn & { actor: Actor; books: Books };
export type Person = { needs: Action; try: (office: Office, act: Chosen) => Promise<unknown> };
export type Other = { needs: null; try: (office: Office, act: Chosen) => Promise<unknown> };

/** An act without a target in this office is nothing at all, and counts as nothing. */
export const NOTHING = Symbol("nothing");

export function nth<Row>(rows: readonly Row[], n: number): Row | undefined {
  return rows.length === 0 ? undefined : rows[n % rows.length];
}

export const own = <Row extends { accountId: string }>({ world }: Office, rows: readonly Row[]) =>
  rows.filter((row) => row.accountId === world.accountId);

export function taskOf(office: Office, { books, n }: Chosen) {
  return nth(own(office, books.tasks), n);
}

export function someOf<Item>(items: readonly Item[], bits: number): Item[] {
  return items.filter((_item, index) => (bits >> index) & 1);
}
