"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useFillPage } from "@/lib/use-fill-page";
import { useNow } from "@/lib/use-now";
import { groupByDay } from "./days";
import { FeedFilters } from "./FeedFilters";
import { FeedList } from "./FeedList";
import { useEventInFeed } from "./use-event-in-feed";
import { type FeedArgs, useFeed } from "./use-feed";
import { type FeedFilter, useFeedFilter } from "./use-feed-filter";

const PAGE_SIZE = 50;

export function FeedPage() {
  const filter = useFeedFilter();
  return (
    <>
      <PageHeader title="Feed">
        <FeedFilters filter={filter} />
      </PageHeader>
      <div className="w-full max-w-3xl px-4 pb-10 max-md:px-3">
        {filter.isUnknown ? (
          <EmptyState
            title="Nobody by that handle"
            action={<Button onClick={filter.clear}>Show everything</Button>}
          >
            They may have left, or the address is wrong.
          </EmptyState>
        ) : filter.args === null ? (
          <ListSkeleton label="Loading the feed" />
        ) : (
          <Events args={filter.args} filter={filter} />
        )}
      </div>
    </>
  );
}

function Events({ args, filter }: { args: FeedArgs; filter: FeedFilter }) {
  const { slug } = useAccount();
  const feed = useFeed(PAGE_SIZE, args);
  const eventId = useEventInFeed(feed);
  const now = useNow("minute");
  const hasGivenUp = useFillPage(feed);
  const iconOf = (agentId: string): string | null =>
    filter.roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null;
  if (feed.status === "error")
    return filter.isFiltered ? (
      <EmptyState title={feed.error.title} action={<Button onClick={filter.clear}>Show everything</Button>}>
        {feed.error.message}
      </EmptyState>
    ) : (
      <ErrorState error={feed.error} />
    );
  const isSearching = feed.status === "ready" && feed.items.length === 0 && feed.canLoadMore && !hasGivenUp;
  if (feed.status === "loading" || isSearching) return <ListSkeleton label="Loading the feed" />;
  if (feed.items.length === 0)
    return filter.isFiltered ? (
      <EmptyState
        title={hasGivenUp ? "Nothing like this lately" : "Nothing like this happened"}
        action={
          <>
            {hasGivenUp ? <Button onClick={feed.loadMore}>Look further back</Button> : null}
            <Button onClick={filter.clear}>Show everything</Button>
          </>
        }
      >
        No event fits what the feed is narrowed to.
      </EmptyState>
    ) : (
      <EmptyState title="Nothing has happened yet">
        Everything that people and agents do in this account appears here, with who did it and why.
      </EmptyState>
    );
  return (
    <>
      {groupByDay(feed.items, now).map((day) => (
        <section key={day.label} aria-label={day.label}>
          <h2 className="sticky top-11 z-10 bg-ground py-1.5 font-medium text-ink-3 text-xs">{day.label}</h2>
          <FeedList activities={day.items} accountSlug={slug} iconOf={iconOf} markedId={eventId} />
        </section>
      ))}
      <LoadMore list={feed} label="Show older events" />
    </>
  );
}
