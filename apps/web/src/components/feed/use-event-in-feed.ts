import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef } from "react";
import type { AsyncList } from "@/lib/async";
import type { Activity } from "./activity";

/** An event that a link meant is looked for this many pages back. */
const PAGES = 10;

/** The event of `?event=`: older pages are fetched until it is there. */
export function useEventInFeed(feed: AsyncList<Activity>): string | null {
  const [eventId] = useQueryState("event", parseAsString);
  const asked = useRef(0);
  useEffect(() => {
    if (eventId === null || feed.status !== "ready" || feed.isLoadingMore || !feed.canLoadMore) return;
    if (asked.current >= PAGES || feed.items.some((each) => each.activityId === eventId)) return;
    asked.current += 1;
    feed.loadMore();
  }, [eventId, feed]);
  return eventId;
}
