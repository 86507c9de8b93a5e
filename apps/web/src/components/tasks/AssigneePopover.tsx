"use client";
import { Check } from "lucide-react";
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
import type { Assignees, Roster } from "./use-roster";

export function AssigneePopover({
  roster,
  value,
  onChange,
  trigger,
}: { roster: Roster; value: Assignees; onChange: (value: Assignees) => void } & Trigger) {
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>{trigger}</PopoverTrigger>
      <PopoverContent className="w-64 p-0" aria-label="Assign people and agents">
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
                    {value.agentIds.includes(agent.agentId) ? <Check aria-label="assigned" /> : null}
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
                  {value.memberIds.includes(person.memberId) ? <Check aria-label="assigned" /> : null}
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

function toggle<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
