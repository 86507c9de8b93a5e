import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * The same function for as long as the component lives, doing what the latest render says. For what is handed to hundreds of
 * memoised children, or kept by a library from the moment it was given. Not to be called while rendering.
 */
export function useStable<Args extends unknown[], Result>(
  act: (...args: Args) => Result,
): (...args: Args) => Result {
  const latest = useRef(act);
  useLayoutEffect(() => {
    latest.current = act;
  });
  return useCallback((...args: Args) => latest.current(...args), []);
}
