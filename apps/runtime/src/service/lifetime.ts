/** When the process should end: a signal from outside, or the death of the process that started it. */

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
const PARENT_CHECK_MS = 500;

export interface Lifetime {
  /** Resolves with the reason, once. */
  readonly ended: Promise<string>;
  /** Ends it from inside, with a reason of one's own. */
  end(reason: string): void;
  dispose(): void;
}

export function watchLifetime(): Lifetime {
  const { promise, resolve } = Promise.withResolvers<string>();
  const listeners = SIGNALS.map((signal) => {
    const listener = () => resolve(`received ${signal}`);
    process.on(signal, listener);
    return { signal, listener };
  });
  const onDisconnect = () => resolve("the supervisor went away");
  process.on("disconnect", onDisconnect);
  process.channel?.unref();
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) resolve("the parent process died");
  }, PARENT_CHECK_MS);
  timer.unref();
  return {
    ended: promise,
    end: resolve,
    dispose() {
      clearInterval(timer);
      process.off("disconnect", onDisconnect);
      for (const { signal, listener } of listeners) process.off(signal, listener);
    },
  };
}
