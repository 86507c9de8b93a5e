"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import type { AsyncList } from "@/lib/async";

/** Loads the next page as its place comes into view; a button for those who do not scroll. */
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
      { rootMargin: "400px" },
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
