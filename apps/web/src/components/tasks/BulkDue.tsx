"use client";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { dueOfAll } from "./bulk-model";
import type { TaskCard } from "./types";

const Popover = onDemand(() => import("./BulkDuePopover").then((module) => module.BulkDuePopover), "dialog");

/** Gives all selected tasks one due date, or none. */
export function BulkDue({
  cards,
  onChange,
}: {
  cards: readonly TaskCard[];
  onChange: (dueAt: number | null) => void;
}) {
  return (
    <Popover
      due={dueOfAll(cards)}
      onChange={onChange}
      trigger={
        <Button variant="quiet" size="sm">
          Due date
        </Button>
      }
    />
  );
}
