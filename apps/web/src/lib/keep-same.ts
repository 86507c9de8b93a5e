/**
 * Every answer of the server is made of new objects, also for what did not change. This gives back the object that was there
 * before for each row that still says the same, so that whoever shows it has nothing to do. One keeper per list; it
 * remembers the latest list alone.
 */
export function keepSame<Row extends object>(keyOf: (row: Row) => string): (rows: readonly Row[]) => Row[] {
  let known = new Map<string, Row>();
  return (rows) => {
    const next = new Map<string, Row>();
    const kept = rows.map((row) => {
      const key = keyOf(row);
      const before = known.get(key);
      const same = before !== undefined && saysSame(before, row) ? before : row;
      next.set(key, same);
      return same;
    });
    known = next;
    return kept;
  };
}

/** Of what an answer is made of: plain values, lists and objects. */
function saysSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [before, after] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = Object.keys(before);
  return (
    keys.length === Object.keys(after).length &&
    keys.every((key) => Object.hasOwn(after, key) && saysSame(before[key], after[key]))
  );
}
