"use client";
import { taskKey } from "@mc/shared/task/limits";
import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { Check } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { Button } from "@/components/ui/button";
import { Command, CommandEmpty, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { fromDateInput, toDateInput } from "@/lib/format";
import { focusCard } from "./board-keys";
import { LabelsInput } from "./LabelsInput";
import { PriorityGlyph } from "./PriorityGlyph";
import type { TaskCard } from "./types";
import { type Assignees, useRoster } from "./use-roster";
import { type TaskCommands, useTaskCommands } from "./use-task";

/** What is typed and what is chosen stand under the title. */
const [FIELD, CHOICES] = ["px-5", "px-3"];

type Intent = "a" | "p" | "d" | "l";
const TITLE = { a: "Assign", p: "Priority of", d: "Due date of", l: "Labels of" } as const;

/** What a letter on a card opens: one property, changed without leaving the board. */
export function CardQuickDialog({
  card,
  intent,
  onClose,
}: {
  card: TaskCard;
  intent: Intent;
  onClose: () => void;
}) {
  const commands = useTaskCommands(card);
  const shared = { card, commands, onClose };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={`${TITLE[intent]} ${taskKey(card.number)}`}
        className="max-w-sm"
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusCard(card.number);
        }}
      >
        {intent === "a" ? <AssignChoice {...shared} /> : null}
        {intent === "p" ? <PriorityChoice {...shared} /> : null}
        {intent === "d" ? <DueForm {...shared} /> : null}
        {intent === "l" ? <LabelsForm {...shared} /> : null}
      </DialogContent>
    </Dialog>
  );
}

type Props = { card: TaskCard; commands: TaskCommands; onClose: () => void };

function PriorityChoice({ card, commands, onClose }: Props) {
  return (
    <Command label="Priority">
      <CommandInput placeholder="Find a priority" autoFocus className={FIELD} />
      <CommandList className={CHOICES}>
        {PRIORITIES.map((priority) => (
          <CommandItem
            key={priority}
            value={PRIORITY_LABEL[priority]}
            onSelect={() => {
              onClose();
              void commands.setPriority(priority);
            }}
          >
            <PriorityGlyph priority={priority} />
            <span className="flex-1">{PRIORITY_LABEL[priority]}</span>
            {priority === card.priority ? <Check aria-label="now" /> : null}
          </CommandItem>
        ))}
      </CommandList>
    </Command>
  );
}

function AssignChoice({ card, commands }: Props) {
  const roster = useRoster();
  const [value, setValue] = useState<Assignees>({
    memberIds: card.members.map((each) => each.memberId),
    agentIds: card.agents.map((each) => each.agentId),
  });
  const assign = (next: Assignees): void => {
    setValue(next);
    void commands.assign(next);
  };
  return (
    <Command label="Assign">
      <CommandInput placeholder="Find a person or an agent" autoFocus className={FIELD} />
      <CommandList className={CHOICES}>
        <CommandEmpty>{roster.isLoading ? "Loading…" : "Nobody by that name."}</CommandEmpty>
        {roster.agents.map((agent) => (
          <CommandItem
            key={agent.agentId}
            value={`${agent.name} ${agent.slug}`}
            onSelect={() => assign({ ...value, agentIds: toggled(value.agentIds, agent.agentId) })}
          >
            <AgentAvatar name={agent.name} icon={agent.icon} size="sm" />
            <span className="min-w-0 flex-1 truncate">{agent.name}</span>
            {value.agentIds.includes(agent.agentId) ? <Check aria-label="assigned" /> : null}
          </CommandItem>
        ))}
        {roster.people.map((person) => (
          <CommandItem
            key={person.memberId}
            value={`${person.name} ${person.slug}`}
            onSelect={() => assign({ ...value, memberIds: toggled(value.memberIds, person.memberId) })}
          >
            <PersonAvatar name={person.name} size="sm" />
            <span className="min-w-0 flex-1 truncate">{person.name}</span>
            {value.memberIds.includes(person.memberId) ? <Check aria-label="assigned" /> : null}
          </CommandItem>
        ))}
      </CommandList>
    </Command>
  );
}

function DueForm({ card, commands, onClose }: Props) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void commands.setDue(fromDateInput(formText(new FormData(event.currentTarget), "due")));
    onClose();
  };
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <Field id={id} label="Due" hint="Empty: no due date.">
          <Input id={id} name="due" type="date" defaultValue={toDateInput(card.dueAt)} autoFocus />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary">
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

function LabelsForm({ card, commands, onClose }: Props) {
  const id = useId();
  const [labels, setLabels] = useState<string[]>([...card.labels]);
  const change = (next: string[]): void => {
    setLabels(next);
    void commands.setLabels(next);
  };
  return (
    <>
      <DialogBody>
        <Field id={id} label="Labels">
          <LabelsInput id={id} value={labels} onChange={change} autoFocus />
        </Field>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Done</Button>
      </DialogFooter>
    </>
  );
}

function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((each) => each !== item) : [...list, item];
}
