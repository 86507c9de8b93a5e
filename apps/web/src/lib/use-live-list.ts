import {
  type PaginatedQueryArgs,
  type PaginatedQueryItem,
  type PaginatedQueryReference,
  useConvexAuth,
  usePaginatedQuery_experimental,
} from "convex/react";
import { type AsyncList, LOADING } from "./async";
import { toAppError } from "./errors";

/** A live list that grows by pages. */
export function useLiveList<Query extends PaginatedQueryReference>(
  query: Query,
  args: PaginatedQueryArgs<Query> | "skip",
  pageSize: number,
): AsyncList<PaginatedQueryItem<Query>> {
  const result = usePaginatedQuery_experimental({ query, args, initialNumItems: pageSize });
  const auth = useConvexAuth();
  if (result.status === "error") {
    const error = toAppError(result.error);
    // As in useLive: the real answer follows the token.
    return error.code === "unauthenticated" && auth.isLoading ? LOADING : { status: "error", error };
  }
  const { data, canLoadMore, loadMore } = result;
  if (data === undefined || (result.status === "pending" && data.length === 0)) return LOADING;
  return {
    status: "ready",
    items: data,
    canLoadMore,
    isLoadingMore: result.isLoading,
    loadMore: () => loadMore(pageSize),
  };
}
