"use client";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { heldBy, type Reassign } from "./bulk-model";
import { assignedFrom } from "./roster-model";
import type { AgentId, MemberId, TaskCard } from "./types";
import { type Assignees, useRoster } from "./use-roster";

const Picker = onDemand(() => import("./AssigneePopover").then((module) => module.AssigneePopover), "dialog");

/** Puts people and agents on all selected tasks and takes them off; whoever else is on one of them stays. */
export function BulkAssign({
  cards,
  onAssign,
}: {
  cards: readonly TaskCard[];
  onAssign: (change: Reassign) => void;
}) {
  const roster = useRoster();
  const [all, some] = [assignedTo(cards, "all"), assignedTo(cards, "some")];
  return (
    <Picker
      roster={roster}
      value={all}
      some={some}
      onChange={(next) => {
        const added = without(next, all);
        const isAdded = added.memberIds.length + added.agentIds.length > 0;
        onAssign(
          isAdded
            ? { mode: "add", ...assignedFrom(roster, added) }
            : { mode: "remove", ...assignedFrom(roster, without(all, next)) },
        );
      }}
      trigger={
        <Button variant="quiet" size="sm">
          Assign
        </Button>
      }
    />
  );
}

function assignedTo(cards: readonly TaskCard[], held: "all" | "some"): Assignees {
  const members = new Set(cards.flatMap((card) => card.members.map((each) => each.memberId)));
  const agents = new Set(cards.flatMap((card) => card.agents.map((each) => each.agentId)));
  const isOn = (id: MemberId | AgentId) => (card: TaskCard) =>
    card.members.some((each) => each.memberId === id) || card.agents.some((each) => each.agentId === id);
  return {
    memberIds: [...members].filter((id) => heldBy(cards, isOn(id)) === held),
    agentIds: [...agents].filter((id) => heldBy(cards, isOn(id)) === held),
  };
}

function without(one: Assignees, other: Assignees): Assignees {
  return {
    memberIds: one.memberIds.filter((id) => !other.memberIds.includes(id)),
    agentIds: one.agentIds.filter((id) => !other.agentIds.includes(id)),
  };
}
