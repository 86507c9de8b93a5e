import type { AppError } from "./errors";

/** What a hook knows about live data. Views handle all three. */
export type Async<T> =
  | { readonly status: "loading" }
  | { readonly status: "error"; readonly error: AppError }
  | { readonly status: "ready"; readonly data: T };

export const LOADING = { status: "loading" } as const;

/** The data when it is there. */
export function dataOf<T>(state: Async<T>): T | undefined {
  return state.status === "ready" ? state.data : undefined;
}

/** A list that grows by pages. `loadMore` does nothing while a page is on its way. */
export type AsyncList<T> =
  | { readonly status: "loading" }
  | { readonly status: "error"; readonly error: AppError }
  | {
      readonly status: "ready";
      readonly items: readonly T[];
      readonly canLoadMore: boolean;
      readonly isLoadingMore: boolean;
      readonly loadMore: () => void;
    };
