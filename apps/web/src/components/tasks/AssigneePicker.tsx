"use client";
import { UserPlus } from "lucide-react";
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
  className: string;
};

/** Shows who is assigned and opens the roster; each choice takes effect at once. */
export function AssigneePicker({ roster, value, onChange, isReadOnly = false, className }: Props) {
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
    </button>
  );
  return <Picker roster={roster} value={value} onChange={onChange} trigger={trigger} />;
}
