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
      const same =
        before && (before === row || JSON.stringify(before) === JSON.stringify(row)) ? before : row;
      next.set(key, same);
      return same;
    });
    known = next;
    return kept;
  };
}
