import { useState } from "react";
import type { TaskCard, TaskId } from "./types";

export type TaskSelection = {
  readonly chosen: ReadonlyMap<TaskId, TaskCard>;
  readonly toggle: (card: TaskCard) => void;
  /** Exactly these. */
  readonly set: (cards: readonly TaskCard[]) => void;
  /** What an act made of those that are still chosen. */
  readonly change: (taskIds: readonly TaskId[], change: (card: TaskCard) => TaskCard) => void;
};

/** Tasks that the next act is for. */
export function useTaskSelection(): TaskSelection {
  const [chosen, setChosen] = useState<ReadonlyMap<TaskId, TaskCard>>(new Map());
  return {
    chosen,
    toggle: (card) =>
      setChosen((current) => {
        const next = new Map(current);
        if (!next.delete(card.taskId)) next.set(card.taskId, card);
        return next;
      }),
    change: (taskIds, change) =>
      setChosen(
        (current) =>
          new Map([...current].map(([id, card]) => [id, taskIds.includes(id) ? change(card) : card])),
      ),
    set: (cards) => setChosen(new Map(cards.map((card) => [card.taskId, card]))),
  };
}
