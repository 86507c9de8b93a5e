import { useLayoutEffect, useState, useSyncExternalStore } from "react";

const never = () => () => {};

/** False while the page is as the server drew it. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * Subscribes what is within in the very step that makes it react. Effects wait otherwise until the browser has nothing else to
 * do, and a key that is faster is heard by a field whose store nobody listens to yet: React gives the field its old text back.
 * An update in a layout effect is what makes React run the effects that wait.
 */
export function useEffectsAtOnce(): void {
  const [, settle] = useState(false);
  useLayoutEffect(() => settle(true), []);
}
