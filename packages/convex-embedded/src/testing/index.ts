/**
 * `convexTest` of convex-test, on the real engine: the same suite of function tests runs against both. Functions are
 * evaluated in the test's own realm, so they may close over the test's variables; fetch and the clock are the test's.
 */
import type {
  DataModelFromSchemaDefinition,
  FunctionReference,
  FunctionReturnType,
  GenericActionCtx,
  GenericDataModel,
  GenericMutationCtx,
  GenericQueryCtx,
  GenericSchema,
  OptionalRestArgs,
  SchemaDefinition,
  UserIdentity,
} from "convex/server";
import { type Calls, createCalls } from "./calls.ts";
import { type ModuleGlob, TestSetupError } from "./modules.ts";

export { stopTestInstances } from "./instance.ts";
export { type ModuleGlob, TestSetupError } from "./modules.ts";

type Handler<Ctx> = (ctx: Ctx) => Promise<unknown>;
type ArgsOf<F, Kind extends "query" | "mutation" | "action"> =
  F extends FunctionReference<Kind, "public" | "internal"> ? OptionalRestArgs<F> : [];
type ResultOf<F, Kind extends "query" | "mutation" | "action"> =
  F extends FunctionReference<Kind, "public" | "internal">
    ? FunctionReturnType<F>
    : F extends (ctx: never) => Promise<infer Output>
      ? Output
      : never;
type Reference<Kind extends "query" | "mutation" | "action"> = FunctionReference<Kind, "public" | "internal">;

export interface TestConvex<Model extends GenericDataModel> {
  /** Calls a query, public or internal, or runs a function written in place. */
  query<F extends Reference<"query"> | Handler<GenericQueryCtx<Model>>>(
    query: F,
    ...args: ArgsOf<F, "query">
  ): Promise<ResultOf<F, "query">>;
  mutation<F extends Reference<"mutation"> | Handler<GenericMutationCtx<Model>>>(
    mutation: F,
    ...args: ArgsOf<F, "mutation">
  ): Promise<ResultOf<F, "mutation">>;
  action<F extends Reference<"action"> | Handler<GenericActionCtx<Model>>>(
    action: F,
    ...args: ArgsOf<F, "action">
  ): Promise<ResultOf<F, "action">>;
  /** Reads and writes the database in one transaction. */
  run<Output>(work: (ctx: GenericMutationCtx<Model>) => Promise<Output>): Promise<Output>;
  /** Calls an HTTP action by path. */
  fetch(pathQueryFragment: string, init?: RequestInit): Promise<Response>;
  /** Waits for the scheduled functions that are running now. */
  finishInProgressScheduledFunctions(): Promise<void>;
  /** Advances timers and waits until nothing is scheduled any more; at most `maxIterations` rounds. */
  finishAllScheduledFunctions(advanceTimers: () => void, maxIterations?: number): Promise<void>;
  /** The same deployment, called by somebody. */
  withIdentity(identity: Partial<UserIdentity>): TestConvex<Model>;
}

/** A fresh deployment with this schema and these functions (`import.meta.glob("./**\/*.*s")`). */
export function convexTest<Schema extends GenericSchema, StrictTableNameTypes extends boolean>(
  schema?: SchemaDefinition<Schema, StrictTableNameTypes>,
  modules?: ModuleGlob,
): TestConvex<DataModelFromSchemaDefinition<SchemaDefinition<Schema, StrictTableNameTypes>>> {
  if (modules === undefined) {
    throw new TestSetupError("convexTest needs the modules map: import.meta.glob of the functions folder.");
  }
  const calls: Calls = createCalls({ schema: schema ?? null, modules });
  return calls as unknown as TestConvex<
    DataModelFromSchemaDefinition<SchemaDefinition<Schema, StrictTableNameTypes>>
  >;
}
