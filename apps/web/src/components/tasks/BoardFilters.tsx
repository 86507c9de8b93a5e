"use client";
import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { ListFilter, Search, X } from "lucide-react";
import type { ReactNode } from "react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu, DropdownMenuContent, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Input } from "@/components/ui/input";
import { type BoardFilter, isFiltered, NO_FILTER } from "./board-model";
import { PriorityGlyph } from "./PriorityGlyph";
import type { Roster } from "./use-roster";

type Props = { filter: BoardFilter; onChange: (change: Partial<BoardFilter>) => void; labels: readonly string[]; roster: Roster };

const ANY = "any";

/** Text, assignee, label and priority; the address keeps them. */
export function BoardFilters({ filter, onChange, labels, roster }: Props) {
  return (
    <>
      <div className="relative w-52 shrink-0 max-md:w-40">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-ink-3" />
        <Input
          type="search"
          aria-label="Filter tasks by text"
          placeholder="Filter"
          value={filter.text}
          onChange={(event) => onChange({ text: event.target.value })}
          className="border-transparent bg-transparent pl-8 text-sm hover:border-line"
        />
      </div>
      <Choice label="Assignee" value={filter.assignee} shown={nameOf(roster, filter.assignee)} onChange={(assignee) => onChange({ assignee })}>
        <DropdownMenuRadioItem value="nobody">Nobody</DropdownMenuRadioItem>
        {roster.agents.map((agent) => (
          <DropdownMenuRadioItem key={agent.agentId} value={agent.agentId}>
            <AgentAvatar name={agent.name} icon={agent.icon} size="sm" /> {agent.name}
          </DropdownMenuRadioItem>
        ))}
        {roster.people.map((person) => (
          <DropdownMenuRadioItem key={person.memberId} value={person.memberId}>
            <PersonAvatar name={person.name} size="sm" /> {person.name}
          </DropdownMenuRadioItem>
        ))}
      </Choice>
      <Choice label="Label" value={filter.label} shown={filter.label} onChange={(label) => onChange({ label })}>
        {labels.length === 0 ? <p className="px-2 py-1.5 text-ink-3 text-sm">No task has a label.</p> : null}
        {labels.map((label) => (
          <DropdownMenuRadioItem key={label} value={label}>
            {label}
          </DropdownMenuRadioItem>
        ))}
      </Choice>
      <Choice
        label="Priority"
        value={filter.priority === null ? null : String(filter.priority)}
        shown={PRIORITIES.filter((each) => each === filter.priority).map((each) => PRIORITY_LABEL[each])[0] ?? null}
        onChange={(value) => onChange({ priority: value === null ? null : Number(value) })}
      >
        {PRIORITIES.map((priority) => (
          <DropdownMenuRadioItem key={priority} value={String(priority)}>
            <PriorityGlyph priority={priority} /> {PRIORITY_LABEL[priority]}
          </DropdownMenuRadioItem>
        ))}
      </Choice>
      {isFiltered(filter) ? (
        <Button variant="quiet" size="sm" onClick={() => onChange(NO_FILTER)}>
          <X aria-hidden /> Clear
        </Button>
      ) : null}
    </>
  );
}

function Choice(props: { label: string; value: string | null; shown: string | null; onChange: (value: string | null) => void; children: ReactNode }) {
  const { label, value, shown, onChange, children } = props;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="sm" aria-label={shown ? `${label}: ${shown}` : label} className={value === null ? "" : "bg-accent-wash text-ink"}>
          <ListFilter aria-hidden className="max-lg:hidden" />
          <span className="max-w-32 truncate">{shown ?? label}</span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent className="max-h-96">
        <DropdownMenuRadioGroup value={value ?? ANY} onValueChange={(next) => onChange(next === ANY ? null : next)}>
          <DropdownMenuRadioItem value={ANY}>Any {label.toLowerCase()}</DropdownMenuRadioItem>
          {children}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function nameOf(roster: Roster, id: string | null): string | null {
  if (id === null) return null;
  if (id === "nobody") return "Nobody";
  return roster.agents.find((agent) => agent.agentId === id)?.name ?? roster.people.find((person) => person.memberId === id)?.name ?? "Someone";
}
