import { useSyncExternalStore } from "react";

type Beat = { readonly subscribe: (listener: () => void) => () => void; readonly read: () => number };

// One timer per beat for the whole page, so that everything that counts ticks together.
function createBeat(everyMs: number): Beat {
  const listeners = new Set<() => void>();
  let now = Math.floor(Date.now() / everyMs) * everyMs;
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (!timer) {
        now = Date.now();
        timer = setInterval(tick, everyMs);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          clearInterval(timer);
          timer = undefined;
        }
      };
    },
    read: () => now,
  };
}

const BEATS = { second: createBeat(1_000), minute: createBeat(30_000) };

/** The time, renewed every second or twice a minute. 0 while the page renders on the server: show nothing then. */
export function useNow(beat: keyof typeof BEATS): number {
  return useSyncExternalStore(BEATS[beat].subscribe, BEATS[beat].read, () => 0);
}
