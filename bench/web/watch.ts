// What a page notes about itself while it is measured. `watchPage` runs in the page, before its own scripts.

/** Milliseconds since the navigation began; what has not happened is absent. */
export type Seen = {
  /** The first frame with a card in it. */
  firstCard?: number;
  /** When React had taken over the first card: from then on it reacts. */
  interactive?: number;
  /** Tasks that held the main thread for 50 ms and more. */
  longTasks: { start: number; duration: number }[];
  /** Shifts that nobody's hand caused, as CLS counts them. */
  shifts: { at: number; value: number }[];
};

/** In the page: `globalThis.bench`. */
export type PageBench = {
  seen: Seen;
  /**
   * Milliseconds from the next key press or click to the end of the first frame in which `isThere`. What a later input
   * brings about counts from that later input.
   */
  fromInput(isThere: () => boolean): Promise<number>;
};

export function watchPage(): void {
  const seen: Seen = { longTasks: [], shifts: [] };
  /** A message goes out after the frame whose callback sends it has been drawn. */
  const afterFrame = (done: (at: number) => void): void => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });
  };
  const when = (isThere: () => boolean, done: (at: number) => void): void => {
    const look = (): void => {
      if (!isThere()) return;
      observer.disconnect();
      afterFrame(done);
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    look();
  };
  let inputAt = 0;
  for (const type of ["keydown", "pointerdown"])
    addEventListener(type, (event) => (inputAt = event.timeStamp), { capture: true });

  const card = () => document.querySelector("[data-card-link]");
  when(
    () => card() !== null,
    (at) => (seen.firstCard = at),
  );
  const lookAtReact = (): void => {
    const isTaken = Object.keys(card() ?? {}).some((key) => key.startsWith("__reactProps"));
    if (isTaken) seen.interactive = performance.now();
    else requestAnimationFrame(lookAtReact);
  };
  lookAtReact();
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      seen.longTasks.push({ start: startTime, duration });
  }).observe({ type: "longtask", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
      if (!hadRecentInput) seen.shifts.push({ at: entry.startTime, value });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const bench: PageBench = {
    seen,
    fromInput: (isThere) => new Promise((resolve) => when(isThere, (at) => resolve(at - inputAt))),
  };
  Object.assign(globalThis, { bench });
}

/** CLS: the worst session of shifts, which are at most a second apart and span five seconds at most. */
export function cumulativeShift(shifts: Seen["shifts"]): number {
  let [worst, sum, began, last] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const { at, value } of shifts) {
    if (at - last > 1_000 || at - began > 5_000) [sum, began] = [0, at];
    [sum, last] = [sum + value, at];
    worst = Math.max(worst, sum);
  }
  return worst;
}
