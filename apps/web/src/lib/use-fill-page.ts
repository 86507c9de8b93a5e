import { useEffect, useState } from "react";
import type { AsyncList } from "./async";

/** Empty pages that are read on by themselves before a person is asked. */
const PAGES = 20;

/**
 * Pages of a list with filters may be empty while older ones are not: reads on until something is there. Answers true when it
 * gave up looking, so that the page can say so and offer to go on.
 */
export function useFillPage(list: AsyncList<unknown>): boolean {
  const [asked, setAsked] = useState(0);
  const isEmpty = list.status === "ready" && list.items.length === 0 && list.canLoadMore;
  const next = isEmpty && !list.isLoadingMore && asked < PAGES ? list.loadMore : null;
  useEffect(() => {
    if (!next) return;
    next();
    setAsked((count) => count + 1);
  }, [next]);
  if (!isEmpty && asked > 0 && list.status === "ready") setAsked(0);
  return isEmpty && asked >= PAGES;
}
