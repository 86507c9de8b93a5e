"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { AsyncList } from "@/lib/async";

/** A quick hand scrolls this far while a page is on its way. */
const AHEAD = "1600px";

/**
 * Loads the next page as its place comes into view; a button for those who do not scroll. What scrolls by itself within the
 * page says so with `data-scroller`: otherwise its edge, not the distance to it, would decide.
 */
export function LoadMore({
  list,
  label,
}: {
  list: Pick<Extract<AsyncList<unknown>, { status: "ready" }>, "canLoadMore" | "isLoadingMore" | "loadMore">;
  label: string;
}) {
  const mark = useRef<HTMLDivElement>(null);
  const { canLoadMore, isLoadingMore, loadMore } = list;
  useEffect(() => {
    const element = mark.current;
    if (!element || !canLoadMore) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) loadMore();
      },
      { root: element.closest("[data-scroller]"), rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [canLoadMore, loadMore]);
  if (!canLoadMore && !isLoadingMore) return null;
  return (
    <div ref={mark} className="flex justify-center py-3">
      <Button variant="quiet" size="sm" isBusy={isLoadingMore} onClick={loadMore}>
        {isLoadingMore ? "Loading…" : label}
      </Button>
    </div>
  );
}
