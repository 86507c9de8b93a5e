"use client";
import { useAccount } from "@/components/account/use-account";
import { FeedList } from "@/components/feed/FeedList";
import { useFeed } from "@/components/feed/use-feed";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useFillPage } from "@/lib/use-fill-page";
import type { AgentFull } from "./use-agents";

const PAGE_SIZE = 30;

/** What the agent did in the account, newest first. */
export function AgentActivity({ agent }: { agent: AgentFull }) {
  const { slug } = useAccount();
  const feed = useFeed(PAGE_SIZE, { agentId: agent.agentId });
  const hasGivenUp = useFillPage(feed);
  if (feed.status === "error") return <ErrorState error={feed.error} />;
  const isSearching = feed.status === "ready" && feed.items.length === 0 && feed.canLoadMore && !hasGivenUp;
  if (feed.status === "loading" || isSearching) return <ListSkeleton label="Loading the activity" />;
  if (feed.items.length === 0)
    return (
      <EmptyState title={`${agent.name} did nothing ${hasGivenUp ? "lately" : "yet"}`}>
        Every task that it moves, message that it writes and document that it changes appears here.
      </EmptyState>
    );
  return (
    <>
      <FeedList
        activities={feed.items}
        accountSlug={slug}
        iconOf={(agentId) => (agentId === agent.agentId ? agent.icon : null)}
      />
      <LoadMore list={feed} label="Show older events" />
      <Link
        href={`/${slug}/feed?who=${agent.slug}`}
        className="text-accent text-sm underline underline-offset-2"
      >
        In the feed, with filters
      </Link>
    </>
  );
}
