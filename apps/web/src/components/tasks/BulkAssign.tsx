"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import type { TaskCard } from "./types";
import { type Assignees, useRoster } from "./use-roster";

const Picker = onDemand(() => import("./AssigneePopover").then((module) => module.AssigneePopover), "dialog");

/** Assigns all selected tasks to the same people and agents; begins with those whom all of them share. */
export function BulkAssign({
  cards,
  onAssign,
}: {
  cards: readonly TaskCard[];
  onAssign: (value: Assignees) => void;
}) {
  const roster = useRoster();
  const [value, setValue] = useState<Assignees>(() => sharedBy(cards));
  return (
    <Picker
      roster={roster}
      value={value}
      onChange={(next) => {
        setValue(next);
        onAssign(next);
      }}
      trigger={
        <Button variant="quiet" size="sm">
          Assign
        </Button>
      }
    />
  );
}

function sharedBy(cards: readonly TaskCard[]): Assignees {
  const [first] = cards;
  return {
    memberIds: (first?.members ?? [])
      .map((each) => each.memberId)
      .filter((id) => cards.every((card) => card.members.some((each) => each.memberId === id))),
    agentIds: (first?.agents ?? [])
      .map((each) => each.agentId)
      .filter((id) => cards.every((card) => card.agents.some((each) => each.agentId === id))),
  };
}
