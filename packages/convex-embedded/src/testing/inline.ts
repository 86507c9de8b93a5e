/** Functions written inside a test, `t.run(async (ctx) => ..)`: one registered function of each kind runs them. */
import { actionGeneric, mutationGeneric, queryGeneric } from "convex/server";
import { type Caller, currentExecution } from "../code/execution.ts";
import { type Invoke, wrap } from "./modules.ts";

/** The path of the module that holds them; no file can have this name. */
export const INLINE_MODULE = "_inline";

export type InlineFunction = (ctx: never) => unknown;

/** By caller, because every call from a test has one of its own. */
const pending = new WeakMap<Caller, InlineFunction>();

export function expectInline(caller: Caller, inline: InlineFunction): void {
  pending.set(caller, inline);
}

async function runPending(ctx: unknown): Promise<unknown> {
  const caller = currentExecution()?.caller;
  const inline = caller === undefined ? undefined : pending.get(caller);
  if (inline === undefined) return null;
  return await inline(ctx as never);
}

export function inlineModule(invoke: Invoke): Readonly<Record<string, unknown>> {
  const registered = (fn: unknown) => wrap(fn as Parameters<typeof wrap>[0], invoke);
  return {
    query: registered(queryGeneric({ handler: runPending })),
    mutation: registered(mutationGeneric({ handler: runPending })),
    action: registered(actionGeneric({ handler: runPending })),
  };
}
