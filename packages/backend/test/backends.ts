/// <reference types="vite/types/importMeta.d.ts" />
/** Where the function suite runs: on convex-test and on the embedded host, through the same small surface. */
import { convexTest as embeddedTest, stopTestInstances } from "@mc/convex-embedded/testing";
import type {
  FunctionReference,
  FunctionReturnType,
  GenericActionCtx,
  GenericMutationCtx,
  OptionalRestArgs,
  UserIdentity,
} from "convex/server";
import { convexTest as officialTest } from "convex-test";
import { afterEach, vi } from "vitest";
import type { DataModel } from "../convex/_generated/dataModel";
import schema from "../convex/schema";

type Query = FunctionReference<"query", "public" | "internal">;
type Action = FunctionReference<"action", "public" | "internal">;
type Mutation = FunctionReference<"mutation", "public" | "internal">;

export type TestBackend = {
  query<Ref extends Query>(ref: Ref, ...args: OptionalRestArgs<Ref>): Promise<FunctionReturnType<Ref>>;
  mutation<Ref extends Mutation>(ref: Ref, ...args: OptionalRestArgs<Ref>): Promise<FunctionReturnType<Ref>>;
  action<Ref extends Action>(ref: Ref, ...args: OptionalRestArgs<Ref>): Promise<FunctionReturnType<Ref>>;
  /** Work in an action of the test's own, as storing a file. */
  action<Output>(work: (ctx: GenericActionCtx<DataModel>) => Promise<Output>): Promise<Output>;
  run<Output>(work: (ctx: GenericMutationCtx<DataModel>) => Promise<Output>): Promise<Output>;
  /** Calls an HTTP endpoint by path. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  finishAllScheduledFunctions(advanceTimers: () => void): Promise<void>;
  withIdentity(identity: Partial<UserIdentity>): TestBackend;
};

const modules = import.meta.glob(["../convex/**/*.ts", "../convex/_generated/*.js"]);

export type Modules = typeof modules;
export type Start = (extra?: Modules) => TestBackend;

/** `extra` adds modules of a test to the functions of the product, by path. */
export const BACKENDS: { name: string; start: Start }[] = [
  {
    name: "convex-test",
    start: (extra) =>
      officialTest({
        schema,
        modules: { ...modules, ...extra },
        transactionLimits: true,
      }) as unknown as TestBackend,
  },
  {
    name: "embedded host",
    start: (extra) => embeddedTest(schema, { ...modules, ...extra }) as unknown as TestBackend,
  },
];

afterEach(async () => {
  vi.useRealTimers();
  await stopTestInstances();
});

/** Moves the clock that functions see; timers stay real. */
export function travel(ms: number): void {
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  vi.setSystemTime(Date.now() + ms);
}

/** Runs what is scheduled until nothing is left. */
export async function settle(t: TestBackend): Promise<void> {
  vi.useFakeTimers();
  await t.finishAllScheduledFunctions(vi.runAllTimers);
  vi.useRealTimers();
}

/** Like `settle`, at the time to which the test has travelled. */
export async function settleThere(t: TestBackend): Promise<void> {
  vi.useFakeTimers({ now: Date.now() });
  await t.finishAllScheduledFunctions(vi.runAllTimers);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
}
