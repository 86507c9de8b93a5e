"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { PageHeader } from "@/components/frame/PageHeader";
import { useRoster } from "@/components/tasks/use-roster";
import { EmptyState } from "@/components/ui/empty-state";
import { useNow } from "@/lib/use-now";
import { groupByDay } from "./days";
import { FeedList } from "./FeedList";
import { useEventInFeed } from "./use-event-in-feed";
import { useFeed } from "./use-feed";

const PAGE_SIZE = 50;

export function FeedPage() {
  const { slug } = useAccount();
  const feed = useFeed(PAGE_SIZE);
  const eventId = useEventInFeed(feed);
  const roster = useRoster();
  const now = useNow("minute");
  const iconOf = (agentId: string): string | null =>
    roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null;
  return (
    <>
      <PageHeader title="Feed" />
      <div className="w-full max-w-3xl px-4 pb-10 max-md:px-3">
        {feed.status === "loading" ? <ListSkeleton label="Loading the feed" /> : null}
        {feed.status === "error" ? <ErrorState error={feed.error} /> : null}
        {feed.status === "ready" && feed.items.length === 0 ? (
          <EmptyState title="Nothing has happened yet">
            Everything that people and agents do in this account appears here, with who did it and why.
          </EmptyState>
        ) : null}
        {feed.status === "ready"
          ? groupByDay(feed.items, now).map((day) => (
              <section key={day.label} aria-label={day.label}>
                <h2 className="sticky top-11 z-10 bg-ground py-1.5 font-medium text-ink-3 text-xs">
                  {day.label}
                </h2>
                <FeedList activities={day.items} accountSlug={slug} iconOf={iconOf} markedId={eventId} />
              </section>
            ))
          : null}
        {feed.status === "ready" ? <LoadMore list={feed} label="Show older events" /> : null}
      </div>
    </>
  );
}
