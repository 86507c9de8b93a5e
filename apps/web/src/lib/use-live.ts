import { useConvexAuth, useQuery_experimental as useConvexQuery } from "convex/react";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { type Async, LOADING } from "./async";
import { toAppError } from "./errors";

/** A live query; "skip" keeps it in loading. A refusal is a state, never an exception. */
export function useLive<Query extends FunctionReference<"query">>(
  query: Query,
  args: FunctionArgs<Query> | "skip",
): Async<FunctionReturnType<Query>> {
  const result = useConvexQuery({ query, args });
  const auth = useConvexAuth();
  if (result.status === "error") {
    const error = toAppError(result.error);
    // While a token is on its way the backend may answer "who are you?" once; the real answer follows.
    return error.code === "unauthenticated" && auth.isLoading ? LOADING : { status: "error", error };
  }
  if (result.status === "pending" || result.data === undefined) return LOADING;
  return { status: "ready", data: result.data };
}
