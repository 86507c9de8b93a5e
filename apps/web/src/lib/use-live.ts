import { useConvexAuth, useQuery_experimental as useConvexQuery } from "convex/react";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { useEffect } from "react";
import { type Async, LOADING } from "./async";
import { toAppError } from "./errors";

/** First answers that a live one has replaced: a page that is shown again must not show them again. */
const spent = new WeakSet<object>();

/** A live query that begins with the answer the server read when it drew the page, if it read one. */
export function useLiveFrom<Query extends FunctionReference<"query">>(
  query: Query,
  args: FunctionArgs<Query>,
  first: FunctionReturnType<Query> | null,
): Async<FunctionReturnType<Query>> {
  const live = useLive(query, args);
  const isAnswered = live.status !== "loading";
  useEffect(() => {
    if (isAnswered && first !== null) spent.add(first as object);
  }, [isAnswered, first]);
  if (isAnswered || first === null || spent.has(first as object)) return live;
  return { status: "ready", data: first };
}

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
