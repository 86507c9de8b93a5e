import { expect, it } from "vitest";
import { LocalRuntime } from "./runtimes.ts";

const wanted = { accountId: "a1", slug: "acme", runtimeId: "r1", isOnlyAccount: true };

it("a runtime that is no longer wanted in the very moment in which it has started is stopped", async () => {
  const spawned = Promise.withResolvers<{ stop(): Promise<void> }>();
  const stopped = Promise.withResolvers<string>();
  const runtime = new LocalRuntime(
    () => spawned.promise,
    () => undefined,
  );
  const started = runtime.want(wanted);
  const changed = spawned.promise.then(() => runtime.want(null));
  spawned.resolve({ stop: async () => stopped.resolve("stopped") });
  await Promise.all([started, changed]);
  expect(await stopped.promise).toBe("stopped");
});
