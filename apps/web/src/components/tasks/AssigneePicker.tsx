"use client";
import { ChevronDown, UserPlus } from "lucide-react";
import { onDemand } from "@/components/ui/on-demand";
import { AssigneeStack } from "./AssigneeStack";
import { assignedFrom } from "./roster-model";
import type { Assignees, Roster } from "./use-roster";

const Picker = onDemand(() => import("./AssigneePopover").then((module) => module.AssigneePopover), "dialog");

type Props = {
  roster: Roster;
  value: Assignees;
  onChange: (value: Assignees) => void;
  isReadOnly?: boolean;
  /** In a form it looks like any other field that offers choices. */
  isField?: boolean;
  className: string;
};

/** Shows who is assigned and opens the roster; each choice takes effect at once. */
export function AssigneePicker(props: Props) {
  const { roster, value, onChange, isReadOnly = false, isField = false, className } = props;
  const { members, agents } = assignedFrom(roster, value);
  const names = [...agents, ...members].map((each) => each.name);
  const trigger = (
    <button type="button" disabled={isReadOnly} className={className}>
      {names.length === 0 ? (
        <>
          <UserPlus aria-hidden className="size-4 text-ink-3" />
          <span className="text-ink-3">{isReadOnly ? "Nobody" : "Assign someone"}</span>
        </>
      ) : (
        <>
          <span className="sr-only">Assignees:</span>
          <span aria-hidden className="flex">
            <AssigneeStack members={members} agents={agents} />
          </span>
          <span className="truncate">{names.join(", ")}</span>
        </>
      )}
      {isField ? <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" /> : null}
    </button>
  );
  return <Picker roster={roster} value={value} onChange={onChange} trigger={trigger} />;
}
