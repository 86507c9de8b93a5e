"use client";
import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { ListFilter, Search, X } from "lucide-react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { type BoardFilter, isFiltered, NO_FILTER } from "./board-model";
import { type Choice, ChoiceMenu } from "./choice-menu";
import { DUE_FILTER_LABEL, DUE_FILTERS } from "./due-filter";
import { filterFieldStyle } from "./filter-field-style";
import { PriorityGlyph } from "./PriorityGlyph";
import { useLabels } from "./use-labels";
import type { Roster } from "./use-roster";

type Props = {
  filter: BoardFilter;
  onChange: (change: Partial<BoardFilter>) => void;
  roster: Roster;
};

const ANY = "any";

/** Text, assignee, label, priority and due date; the address keeps them. */
export function BoardFilters({ filter, onChange, roster }: Props) {
  const labels = useLabels();
  return (
    <>
      <div className="relative w-44 shrink-0 max-md:w-36">
        <Search
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-2 my-auto size-4 text-ink-3"
        />
        <Input
          type="search"
          aria-label="Filter tasks by text"
          placeholder="Filter"
          value={filter.text}
          onChange={(event) => onChange({ text: event.target.value })}
          className={cn(filterFieldStyle, "pl-8")}
        />
      </div>
      <FilterButton
        label="Assignee"
        value={filter.assignee}
        choices={assigneeChoices(roster)}
        onChange={(assignee) => onChange({ assignee })}
      />
      <FilterButton
        label="Label"
        value={filter.label}
        choices={labels.map((label) => ({ value: label, label }))}
        emptyText="No task has a label."
        onChange={(label) => onChange({ label })}
      />
      <FilterButton
        label="Priority"
        value={filter.priority === null ? null : String(filter.priority)}
        choices={PRIORITIES.map((priority) => ({
          value: String(priority),
          label: PRIORITY_LABEL[priority],
          glyph: <PriorityGlyph priority={priority} />,
        }))}
        onChange={(value) => onChange({ priority: value === null ? null : Number(value) })}
      />
      <FilterButton
        label="Due"
        value={filter.due}
        choices={DUE_FILTERS.map((due) => ({ value: due, label: DUE_FILTER_LABEL[due] }))}
        onChange={(value) => onChange({ due: DUE_FILTERS.find((each) => each === value) ?? null })}
      />
      {isFiltered(filter) ? (
        <Button variant="quiet" size="sm" onClick={() => onChange(NO_FILTER)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </>
  );
}

function FilterButton(props: {
  label: string;
  value: string | null;
  choices: readonly Choice[];
  emptyText?: string;
  onChange: (value: string | null) => void;
}) {
  const { label, value, choices, emptyText, onChange } = props;
  const shown = value === null ? null : (choices.find((choice) => choice.value === value)?.label ?? value);
  const trigger = (
    <Button variant="quiet" size="sm" className={value === null ? "" : "bg-accent-wash text-ink"}>
      <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
      <span className="max-w-32 truncate">
        {shown ? <span className="sr-only">{label}: </span> : null}
        {shown ?? label}
      </span>
    </Button>
  );
  return (
    <ChoiceMenu
      trigger={trigger}
      value={value ?? ANY}
      choices={[{ value: ANY, label: `Any ${label.toLowerCase()}` }, ...choices]}
      onChoose={(next) => onChange(next === ANY ? null : next)}
      {...(emptyText ? { emptyText } : {})}
    />
  );
}

function assigneeChoices(roster: Roster): Choice[] {
  return [
    { value: "nobody", label: "Nobody" },
    ...roster.agents.map((agent) => ({
      value: `agent:${agent.agentId}`,
      label: agent.name,
      glyph: <AgentAvatar name={agent.name} icon={agent.icon} size="sm" />,
    })),
    ...roster.people.map((person) => ({
      value: `member:${person.memberId}`,
      label: person.name,
      glyph: <PersonAvatar name={person.name} size="sm" />,
    })),
  ];
}
