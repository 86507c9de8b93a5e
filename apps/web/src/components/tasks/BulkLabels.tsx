"use client";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { labelChoices } from "./bulk-model";
import type { TaskCard } from "./types";
import { useLabels } from "./use-labels";

const Popover = onDemand(
  () => import("./BulkLabelsPopover").then((module) => module.BulkLabelsPopover),
  "dialog",
);

/** Puts labels on all selected tasks and takes them off. */
export function BulkLabels({
  cards,
  onAdd,
  onRemove,
}: {
  cards: readonly TaskCard[];
  onAdd: (labels: readonly string[]) => void;
  onRemove: (label: string) => void;
}) {
  const known = useLabels();
  return (
    <Popover
      choices={labelChoices(cards, known)}
      onAdd={onAdd}
      onRemove={onRemove}
      trigger={
        <Button variant="quiet" size="sm">
          Labels
        </Button>
      }
    />
  );
}
