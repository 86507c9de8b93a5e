import { useEffect, useRef } from "react";
import { NAME } from "@/lib/address";
import type { AsyncList } from "@/lib/async";
import { useAddress } from "@/lib/use-address";
import type { Activity } from "./activity";

/** An event that a link meant is looked for this many pages back. */
const PAGES = 10;
const PARAMS = { event: NAME };

/** The event of `?event=`: older pages are fetched until it is there. */
export function useEventInFeed(feed: AsyncList<Activity>): string | null {
  const [{ event: eventId }] = useAddress(PARAMS);
  const asked = useRef(0);
  useEffect(() => {
    if (eventId === null || feed.status !== "ready" || feed.isLoadingMore || !feed.canLoadMore) return;
    if (asked.current >= PAGES || feed.items.some((each) => each.activityId === eventId)) return;
    asked.current += 1;
    feed.loadMore();
  }, [eventId, feed]);
  return eventId;
}
