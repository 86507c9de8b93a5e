/** Thrown when a fact that the code itself guarantees turns out false: a bug, never a person's mistake. */
export class BrokenInvariant extends Error {
  override name = "BrokenInvariant";
}

/** Narrows away null and undefined; `what` names the guarantee that broke. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new BrokenInvariant(`missing: ${what}`);
  return value;
}

/** The last branch of an exhaustive switch; a forgotten case fails to compile here. */
export function assertNever(value: never): never {
  throw new BrokenInvariant(`unexpected value: ${JSON.stringify(value)}`);
}
