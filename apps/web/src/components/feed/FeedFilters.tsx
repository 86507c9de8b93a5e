"use client";
import { ACTIVITY_GROUP_LABEL, ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import { CalendarDays, ListFilter, X } from "lucide-react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { type Choice, ChoiceMenu } from "@/components/tasks/choice-menu";
import { TaskNumberFilter } from "@/components/tasks/TaskNumberFilter";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import type { FeedFilter } from "./use-feed-filter";

const Dates = onDemand(() => import("./FeedDates").then((module) => module.FeedDates), "dialog");
const ANY = "any";

/** Kind, who, task and dates; the address keeps them. */
export function FeedFilters({ filter }: { filter: FeedFilter }) {
  const { query, setQuery, roster } = filter;
  const people: Choice[] = [
    ...roster.agents.map((agent) => ({
      value: agent.slug,
      label: agent.name,
      glyph: <AgentAvatar name={agent.name} icon={agent.icon} size="sm" />,
    })),
    ...roster.people.map((person) => ({
      value: person.slug,
      label: person.name,
      glyph: <PersonAvatar name={person.name} size="sm" />,
    })),
  ];
  const hasDates = query.from !== null || query.to !== null;
  return (
    <>
      <Narrow
        label="Kind"
        value={query.kind}
        choices={ACTIVITY_GROUPS.map((value) => ({ value, label: ACTIVITY_GROUP_LABEL[value] }))}
        onChoose={(value) => setQuery({ kind: ACTIVITY_GROUPS.find((each) => each === value) ?? null })}
      />
      <Narrow label="Who" value={query.who} choices={people} onChoose={(who) => setQuery({ who })} />
      <TaskNumberFilter value={query.task} onChange={(task) => setQuery({ task })} />
      <Dates
        from={query.from}
        to={query.to}
        onChange={(dates) => setQuery(dates)}
        trigger={
          <Button variant="quiet" size="sm" className={hasDates ? "bg-accent-wash text-ink" : ""}>
            <CalendarDays aria-hidden />
            {hasDates ? `${query.from ?? "…"} – ${query.to ?? "today"}` : "Any time"}
          </Button>
        }
      />
      {filter.isFiltered ? (
        <Button variant="quiet" size="sm" onClick={filter.clear}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </>
  );
}

function Narrow(props: {
  label: string;
  value: string | null;
  choices: readonly Choice[];
  onChoose: (value: string | null) => void;
}) {
  const { label, value, choices, onChoose } = props;
  const shown = value === null ? null : (choices.find((choice) => choice.value === value)?.label ?? value);
  return (
    <ChoiceMenu
      trigger={
        <Button variant="quiet" size="sm" className={shown ? "bg-accent-wash text-ink" : ""}>
          <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
          {shown ? <span className="sr-only">{label}: </span> : null}
          <span className="max-w-32 truncate">{shown ?? label}</span>
        </Button>
      }
      value={value ?? ANY}
      choices={[{ value: ANY, label: `Any ${label.toLowerCase()}` }, ...choices]}
      onChoose={(next) => onChoose(next === ANY ? null : next)}
    />
  );
}
