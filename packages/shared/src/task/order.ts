/**
 * Places in a column as strings that sort like the cards: moving one card writes one row.
 * A key is eight base-62 digits (an integer) and, where two neighbours leave no integer free, a fraction
 * that never ends in "0". Adding at an end costs an integer step, so keys do not grow with the column.
 */
import { BrokenInvariant } from "../assert.ts";

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE = DIGITS.length;
const WIDTH = 8;
const LIMIT = BASE ** WIDTH;
const MIDDLE = Math.floor(LIMIT / 2);
/** Room left between neighbours at an end; 1.6 thousand million additions fit on either side. */
const STEP = 65_536;
const KEY = /^[0-9A-Za-z]{8,}$/;

/**
 * A key strictly between two neighbours; null stands for the end of the column. Keys that are told apart only by noughts at
 * their end, which files once brought in, leave nothing between them, as eight noughts leave nothing above: the card
 * then shares the place of the lower one.
 */
export function positionBetween(before: string | null, after: string | null): string {
  for (const key of [before, after]) {
    if (key !== null && !KEY.test(key)) throw new BrokenInvariant(`"${key}" is no place in a column`);
  }
  if (before !== null && after !== null && before >= after) {
    throw new BrokenInvariant(`no place between ${before} and ${after}`);
  }
  if (after === null) return before === null ? encode(MIDDLE) : beyond(before);
  if (shortened(before ?? "") === shortened(after)) return after;
  if (before === null) return below(after);
  const low = integerOf(before);
  const high = integerOf(after);
  if (high - low > 1) return encode(low + Math.floor((high - low) / 2));
  const ceiling = high === low ? after.slice(WIDTH) : null;
  return encode(low) + fractionBetween(before.slice(WIDTH), ceiling);
}

/** A key with room on both sides, as every place that is made here: what an imported file may bring in. */
export function isPosition(key: string): boolean {
  return KEY.test(key) && !/^0{8}$/.test(key) && !(key.length > WIDTH && key.endsWith("0"));
}

/** Without the noughts at the end, which add nothing: the same for keys with nothing between them. */
function shortened(key: string): string {
  return key.replace(/0+$/, "");
}

function beyond(before: string): string {
  const low = integerOf(before);
  if (low < LIMIT - 1) return encode(Math.min(low + STEP, LIMIT - 1));
  return encode(low) + fractionBetween(before.slice(WIDTH), null);
}

function below(after: string): string {
  const high = integerOf(after);
  if (high > 1) return encode(Math.max(high - STEP, 1));
  return encode(0) + fractionBetween("", high === 1 ? null : after.slice(WIDTH));
}

/** A fraction strictly between `low` and `high`; null means up to the next integer. */
function fractionBetween(low: string, high: string | null): string {
  let prefix = "";
  for (let index = 0; ; index += 1) {
    const from = digitAt(low, index, 0);
    const to = high === null ? BASE : digitAt(high, index, 0);
    if (to - from > 1) return prefix + digit(from + Math.floor((to - from) / 2));
    prefix += digit(from);
    if (to > from) return prefix + fractionBetween(low.slice(index + 1), null);
  }
}

function digitAt(text: string, index: number, otherwise: number): number {
  const found = text[index];
  return found === undefined ? otherwise : DIGITS.indexOf(found);
}

function digit(value: number): string {
  return DIGITS.charAt(value);
}

function integerOf(key: string): number {
  let value = 0;
  for (let index = 0; index < WIDTH; index += 1) value = value * BASE + digitAt(key, index, 0);
  return value;
}

function encode(value: number): string {
  let text = "";
  for (let rest = value, index = 0; index < WIDTH; index += 1) {
    text = digit(rest % BASE) + text;
    rest = Math.floor(rest / BASE);
  }
  return text;
}
