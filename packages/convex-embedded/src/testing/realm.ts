/**
 * The `Convex` global of functions that are evaluated in a test's own realm. Several instances may live in one
 * process, and convex-test beside them: the global answers for the instance on whose behalf the code runs, and is
 * whatever anybody else made of it for all other code.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Executor } from "../code/executor.ts";

const instances = new AsyncLocalStorage<Executor>();

/** Runs `work`, and all that it starts, on behalf of one instance. */
export function inInstance<T>(executor: Executor, work: () => T): T {
  installGlobal();
  return instances.run(executor, work);
}

let isInstalled = false;

function installGlobal(): void {
  if (isInstalled) return;
  isInstalled = true;
  let others: unknown = Reflect.get(globalThis, "Convex");
  Object.defineProperty(globalThis, "Convex", {
    configurable: true,
    get: () => {
      const executor = instances.getStore();
      return executor === undefined ? others : bridgeTo(executor);
    },
    set: (value: unknown) => {
      others = value;
    },
  });
}

function bridgeTo(executor: Executor): object {
  return {
    syscall: (op: string, args: string) => executor.syscall(op, args),
    asyncSyscall: (op: string, args: string) => executor.asyncSyscall(op, args),
    jsSyscall: (op: string, args: Record<string, unknown>) => executor.jsSyscall(op, args),
  };
}
