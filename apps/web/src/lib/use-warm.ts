import { useEffect } from "react";

/** Browsers without requestIdleCallback (Safari) get on with it after this long. */
const WITHOUT_IDLE_MS = 300;

/**
 * Fetches code that will be wanted soon, one piece at a time and only while nothing else is to be done, so that the first
 * use of it finds it there. `loaders` is a constant of a module.
 */
export function useWarm(loaders: readonly (() => Promise<unknown>)[]): void {
  useEffect(() => {
    let isStopped = false;
    const next = (index: number): void => {
      const load = loaders[index];
      if (!load || isStopped) return;
      // Without a connection there is nothing to fetch, and whoever needs it then is told so.
      whenIdle(
        () =>
          void load().then(
            () => next(index + 1),
            () => {},
          ),
      );
    };
    next(0);
    return () => {
      isStopped = true;
    };
  }, [loaders]);
}

/** Does it while nothing else is to be done, or after `atLastMs`; answers what calls it off. */
export function whenIdle(work: () => void, atLastMs?: number): () => void {
  if (typeof requestIdleCallback === "function") {
    const handle = requestIdleCallback(work, atLastMs === undefined ? {} : { timeout: atLastMs });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, WITHOUT_IDLE_MS);
  return () => clearTimeout(timer);
}
