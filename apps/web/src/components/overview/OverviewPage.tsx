"use client";
import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { usePendingApprovals } from "@/components/approvals/use-approvals";
import { FeedList } from "@/components/feed/FeedList";
import { useFeed } from "@/components/feed/use-feed";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Link } from "@/components/ui/link";
import { dataOf } from "@/lib/async";
import { useNow } from "@/lib/use-now";
import { ApprovalRows } from "./ApprovalRows";
import { AttentionList } from "./AttentionList";
import { FirstSteps } from "./FirstSteps";
import { useOverview } from "./use-overview";
import { WaitingList } from "./WaitingList";
import { WorkingList } from "./WorkingList";

const EVENTS_SHOWN = 15;

export function OverviewPage() {
  const account = useAccount();
  const { slug, memberName } = account;
  const pending = dataOf(usePendingApprovals(account)) ?? [];
  const now = useNow("minute");
  const overview = useOverview();
  const feed = useFeed(EVENTS_SHOWN);
  if (overview.status === "error") return <ErrorState error={overview.error} />;
  const data = overview.status === "ready" ? overview.data : null;
  const iconOf = (agentId: string): string | null =>
    data?.agents.find((agent) => agent.agentId === agentId)?.icon ?? null;
  return (
    <>
      <PageHeader title="Overview" />
      {data && !data.hasTasks ? (
        <FirstSteps name={memberName} hasAgents={data.agents.length > 0} accountSlug={slug} />
      ) : null}
      <div className="grid content-start gap-x-10 gap-y-8 px-4 pt-2 pb-10 max-md:px-3 xl:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-8">
          {data && !data.hasTasks ? null : (
            <Section title="Needs you" href={`/${slug}/tasks`} linkLabel="Board">
              {data ? (
                <>
                  {pending.length > 0 ? <ApprovalRows approvals={pending} accountSlug={slug} /> : null}
                  <AttentionList
                    items={data.attention}
                    accountSlug={slug}
                    now={now}
                    canAct={account.can("task.write")}
                  />
                  {pending.length + data.attention.length === 0 ? (
                    <p className="py-2 text-ink-3 text-sm">
                      Nothing waits for you. Approvals, blocked and late tasks, reviews and your own tasks
                      appear here.
                    </p>
                  ) : null}
                </>
              ) : (
                <ListSkeleton label="Loading what needs you" />
              )}
            </Section>
          )}
          <Section title="Working now" href={`/${slug}/agents`} linkLabel="Agents">
            {data ? (
              <>
                <WorkingList
                  agents={data.working}
                  total={data.agents.length}
                  accountSlug={slug}
                  hasWaiting={data.waiting.length > 0}
                />
                <WaitingList tasks={data.waiting} accountSlug={slug} />
              </>
            ) : (
              <ListSkeleton label="Loading who is working" />
            )}
          </Section>
        </div>
        <Section title="Recent events" href={`/${slug}/feed`} linkLabel="Feed">
          {feed.status === "loading" ? <ListSkeleton label="Loading events" /> : null}
          {feed.status === "error" ? <ErrorState error={feed.error} /> : null}
          {feed.status === "ready" && feed.items.length === 0 ? (
            <p className="py-2 text-ink-3 text-sm">Nothing has happened yet.</p>
          ) : null}
          {feed.status === "ready" ? (
            <FeedList activities={feed.items.slice(0, EVENTS_SHOWN)} accountSlug={slug} iconOf={iconOf} />
          ) : null}
        </Section>
      </div>
    </>
  );
}

function Section({
  title,
  href,
  linkLabel,
  children,
}: {
  title: string;
  href: string;
  linkLabel: string;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="min-w-0">
      <div className="mb-1 flex h-8 items-center justify-between border-line border-b">
        <h2 className="font-semibold text-sm">{title}</h2>
        <Link
          href={href}
          className="-mr-1 flex h-full items-center rounded-xs px-1 text-ink-3 text-sm hover:text-ink"
        >
          {linkLabel}
        </Link>
      </div>
      {children}
    </section>
  );
}
