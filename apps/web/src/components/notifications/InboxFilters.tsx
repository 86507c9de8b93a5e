"use client";
import { NOTIFICATION_LABEL, NOTIFICATION_TYPES } from "@mc/shared/notification/types";
import { ListFilter } from "lucide-react";
import { ChoiceMenu } from "@/components/tasks/choice-menu";
import { TaskNumberFilter } from "@/components/tasks/TaskNumberFilter";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { INBOX_SHOWS, type InboxFilter, SHOW_LABEL } from "./use-inbox-filter";

const ANY = "any";

/** Where they lie, of what kind, from whom, about which task; the address keeps it. */
export function InboxFilters({ filter }: { filter: InboxFilter }) {
  const { query, setQuery, roster } = filter;
  const agent = roster.agents.find((each) => each.slug === query.agent);
  return (
    <>
      <fieldset className="flex gap-1">
        <legend className="sr-only">Show</legend>
        {INBOX_SHOWS.map((each) => (
          <Button
            key={each}
            variant="quiet"
            size="sm"
            aria-pressed={query.show === each}
            className={cn(query.show === each && "bg-pressed text-ink")}
            onClick={() => setQuery({ show: each })}
          >
            {SHOW_LABEL[each]}
          </Button>
        ))}
      </fieldset>
      <ChoiceMenu
        trigger={
          <Button variant="quiet" size="sm" className={query.type === null ? "" : "bg-accent-wash text-ink"}>
            <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
            {query.type === null ? "Any kind" : NOTIFICATION_LABEL[query.type]}
          </Button>
        }
        value={query.type ?? ANY}
        choices={[
          { value: ANY, label: "Any kind" },
          ...NOTIFICATION_TYPES.map((value) => ({ value, label: NOTIFICATION_LABEL[value] })),
        ]}
        onChoose={(value) => setQuery({ type: NOTIFICATION_TYPES.find((each) => each === value) ?? null })}
      />
      <ChoiceMenu
        trigger={
          <Button variant="quiet" size="sm" className={query.agent === null ? "" : "bg-accent-wash text-ink"}>
            <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
            {query.agent === null ? "Any agent" : (agent?.name ?? query.agent)}
          </Button>
        }
        value={query.agent ?? ANY}
        choices={[
          { value: ANY, label: "Any agent" },
          ...roster.agents.map((each) => ({ value: each.slug, label: each.name })),
        ]}
        onChoose={(value) => setQuery({ agent: value === ANY ? null : value })}
      />
      <TaskNumberFilter value={query.task} onChange={(task) => setQuery({ task })} />
    </>
  );
}
