"use client";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import type { Trigger } from "@/components/ui/on-demand";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Held } from "./bulk-model";
import { HeldMark } from "./HeldMark";
import type { Assignees, Roster } from "./use-roster";

const NOBODY: Assignees = { memberIds: [], agentIds: [] };

export function AssigneePopover({
  roster,
  value,
  some = NOBODY,
  onChange,
  trigger,
}: {
  roster: Roster;
  value: Assignees;
  /** Of many tasks: those who are on some of them. */
  some?: Assignees;
  onChange: (value: Assignees) => void;
} & Trigger) {
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent
        className="w-64 min-w-(--radix-popover-trigger-width) p-0"
        aria-label="Assign people and agents"
      >
        <Command label="Assign">
          <CommandInput placeholder="Find a person or an agent" autoFocus />
          <CommandList>
            <CommandEmpty>{roster.isLoading ? "Loading…" : "Nobody by that name."}</CommandEmpty>
            {roster.agents.length > 0 ? (
              <CommandGroup heading="Agents">
                {roster.agents.map((agent) => (
                  <CommandItem
                    key={agent.agentId}
                    value={`${agent.name} ${agent.slug}`}
                    onSelect={() => onChange({ ...value, agentIds: toggle(value.agentIds, agent.agentId) })}
                  >
                    <AgentAvatar name={agent.name} icon={agent.icon} size="sm" />
                    <span className="truncate">{agent.name}</span>
                    <span className="min-w-0 flex-1 truncate text-ink-3 text-xs">
                      {agent.isPaused ? "paused" : agent.role}
                    </span>
                    <HeldMark
                      all="assigned"
                      some="assigned to some"
                      held={heldIn(agent.agentId, value.agentIds, some.agentIds)}
                    />
                  </CommandItem>
                ))}
              </CommandGroup>
            ) : null}
            <CommandGroup heading="People">
              {roster.people.map((person) => (
                <CommandItem
                  key={person.memberId}
                  value={`${person.name} ${person.slug}`}
                  onSelect={() => onChange({ ...value, memberIds: toggle(value.memberIds, person.memberId) })}
                >
                  <PersonAvatar name={person.name} size="sm" />
                  <span className="min-w-0 flex-1 truncate">{person.name}</span>
                  <HeldMark
                    all="assigned"
                    some="assigned to some"
                    held={heldIn(person.memberId, value.memberIds, some.memberIds)}
                  />
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

function heldIn<T>(id: T, all: readonly T[], some: readonly T[]): Held {
  if (all.includes(id)) return "all";
  return some.includes(id) ? "some" : "none";
}

function toggle<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
