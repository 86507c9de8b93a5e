/** Empties a form or field of what was saved, unless its person has written on while that was on its way. */
export const unlessChanged =
  <T>(saved: T, empty: NoInfer<T>) =>
  (current: T): T =>
    current === saved ? empty : current;
