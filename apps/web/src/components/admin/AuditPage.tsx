"use client";
import { ListFilter } from "lucide-react";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import { groupByDay } from "@/components/feed/days";
import { FeedList } from "@/components/feed/FeedList";
import { useFeed } from "@/components/feed/use-feed";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { type Choice, ChoiceMenu } from "@/components/tasks/choice-menu";
import { useRoster } from "@/components/tasks/use-roster";
import { Button } from "@/components/ui/button";
import { NAME, oneOf } from "@/lib/address";
import { shortDate } from "@/lib/format";
import { useAddress } from "@/lib/use-address";
import { useNow } from "@/lib/use-now";
import { EVENT_GROUP_KEYS, EVENT_GROUPS, passes } from "./audit-filter";

const PAGE_SIZE = 100;
/** So many events are looked through without being asked; further back on request. */
const LOOKED_THROUGH = 1_000;
const ENOUGH = 30;
const ANY = "any";
const PARAMS = { type: oneOf(EVENT_GROUP_KEYS), actor: NAME };

/** Who did what, when: every change of state, newest first. */
export function AuditPage() {
  const { slug } = useAccount();
  const feed = useFeed(PAGE_SIZE);
  const roster = useRoster();
  const now = useNow("minute");
  const [query, setQuery] = useAddress(PARAMS);
  const shown =
    feed.status === "ready"
      ? feed.items.filter((item) => passes(item, { group: query.type, actorId: query.actor }))
      : [];
  const isShort = shown.length < ENOUGH && feed.status === "ready" && feed.items.length < LOOKED_THROUGH;
  const next =
    isShort && feed.status === "ready" && feed.canLoadMore && !feed.isLoadingMore ? feed.loadMore : null;
  useEffect(() => next?.(), [next]);
  const actors: Choice[] = [
    ...roster.people.map((person) => ({ value: person.memberId as string, label: person.name })),
    ...roster.agents.map((agent) => ({ value: agent.agentId as string, label: agent.name })),
    { value: "system", label: "Mission Control itself" },
  ];
  const oldest = feed.status === "ready" ? feed.items.at(-1) : undefined;
  return (
    <>
      <PageHeader title="Audit log" within={{ label: "Settings", href: `/${slug}/settings` }}>
        <Filter
          label="Kind"
          value={query.type}
          choices={EVENT_GROUP_KEYS.map((key) => ({ value: key, label: EVENT_GROUPS[key] }))}
          onChange={(type) => setQuery({ type: EVENT_GROUP_KEYS.find((key) => key === type) ?? null })}
        />
        <Filter label="Who" value={query.actor} choices={actors} onChange={(actor) => setQuery({ actor })} />
      </PageHeader>
      <div className="w-full max-w-3xl px-4 pb-10 max-md:px-3">
        {feed.status === "loading" ? <ListSkeleton label="Loading the audit log" /> : null}
        {feed.status === "error" ? <ErrorState error={feed.error} /> : null}
        {groupByDay(shown, now).map((day) => (
          <section key={day.label} aria-label={day.label}>
            <h2 className="sticky top-11 z-10 bg-ground py-1.5 font-medium text-ink-3 text-xs">
              {day.label}
            </h2>
            <FeedList
              activities={day.items}
              accountSlug={slug}
              iconOf={(agentId) => roster.agents.find((agent) => agent.agentId === agentId)?.icon ?? null}
            />
          </section>
        ))}
        {feed.status === "ready" ? (
          <div className="flex flex-col items-center gap-2 py-4 text-ink-3 text-sm">
            <p role="status">
              {feed.canLoadMore && oldest
                ? `Looked through back to ${shortDate(oldest.at, now || oldest.at)}.`
                : shown.length === 0
                  ? "Nothing matches in the whole log."
                  : "This is the whole log."}
            </p>
            {feed.canLoadMore ? (
              <Button variant="quiet" size="sm" isBusy={feed.isLoadingMore} onClick={feed.loadMore}>
                {feed.isLoadingMore ? "Loading…" : "Look further back"}
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    </>
  );
}

function Filter(props: {
  label: string;
  value: string | null;
  choices: readonly Choice[];
  onChange: (value: string | null) => void;
}) {
  const { label, value, choices, onChange } = props;
  const shown = choices.find((choice) => choice.value === value)?.label;
  return (
    <ChoiceMenu
      trigger={
        <Button variant="quiet" size="sm" className={value === null ? "" : "bg-accent-wash text-ink"}>
          <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
          {shown ? <span className="sr-only">{label}: </span> : null}
          {shown ?? label}
        </Button>
      }
      value={value ?? ANY}
      choices={[{ value: ANY, label: "Any" }, ...choices]}
      onChoose={(next) => onChange(next === ANY ? null : next)}
    />
  );
}
