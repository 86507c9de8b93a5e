"use client";
import { CircleDot } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { holdKeys } from "@/components/ui/held-keys";
import { fetched } from "@/lib/fetched";
import { useStable } from "@/lib/use-stable";
import { BoardSkeleton } from "./BoardSkeleton";
import { BoardView } from "./BoardView";
import { CardActContext } from "./board-context";
import type { CardKey } from "./board-keys";
import type { BoardFilter } from "./board-model";
import { asShown } from "./bulk-model";
import type { Board, TaskCard } from "./types";
import { useBoard } from "./use-board";
import { useMoveTask } from "./use-move-task";
import { useTaskSelection } from "./use-task-selection";

const BlockReasonDialog = fetched(() =>
  import("./BlockReasonDialog").then((module) => module.BlockReasonDialog),
);
const BulkBar = fetched(() => import("./BulkBar").then((module) => module.BulkBar), { whenLost: "in place" });
const CardQuickDialog = fetched(() => import("./CardQuickDialog").then((module) => module.CardQuickDialog));

type Quick = { readonly card: TaskCard; readonly key: Exclude<CardKey, "x"> };

/** The board with what can be done on it: moving, opening, selecting, and the keys of the focused card. */
export function BoardArea(props: {
  filter: BoardFilter;
  first: Board | null;
  accountSlug: string;
  isReadOnly: boolean;
  openNumber: number | null;
  onOpen: (number: number) => void;
  onCreate: () => void;
}) {
  const { filter, first, accountSlug, isReadOnly, openNumber, onOpen, onCreate } = props;
  const mover = useMoveTask();
  const board = useBoard({ filter, moves: mover.moves, first });
  const selection = useTaskSelection();
  const [quick, setQuick] = useState<Quick | null>(null);
  const chosen = useMemo(() => new Set(selection.chosen.keys()), [selection.chosen]);
  // The same functions from drawing to drawing, else every card would be looked at again.
  const onKey = useStable((key: CardKey, taskNumber: number): void => {
    if (board.status !== "ready" || isReadOnly) return;
    const card = board.data.columns
      .flatMap((column) => column.cards)
      .find((each) => each.number === taskNumber);
    if (!card) return;
    if (key === "x") selection.toggle(card);
    else {
      holdKeys(CardQuickDialog.fetch());
      setQuick({ card, key });
    }
  });
  const hrefOf = useCallback((card: TaskCard) => `/${accountSlug}/tasks/${card.number}`, [accountSlug]);
  if (board.status === "loading") return <BoardSkeleton />;
  if (board.status === "error") return <ErrorState error={board.error} />;
  if (board.data.isEmpty)
    return (
      <EmptyState
        title="No tasks yet"
        icon={<CircleDot aria-hidden />}
        action={
          isReadOnly ? null : (
            <Button variant="primary" onClick={onCreate}>
              Create the first task
            </Button>
          )
        }
      >
        A task is one piece of work with its thread, its documents and its history. Assign it to an agent and
        the agent starts.
      </EmptyState>
    );
  return (
    <CardActContext value={isReadOnly ? null : onKey}>
      <BoardView
        board={board.data}
        moves={mover.moves}
        isReadOnly={isReadOnly}
        selectedNumber={openNumber}
        chosen={chosen}
        onKey={onKey}
        hrefOf={hrefOf}
        onOpen={(card) => onOpen(card.number)}
        onMove={mover.move}
        onAdd={onCreate}
      />
      {mover.asking ? (
        <BlockReasonDialog
          taskNumber={mover.asking.card.number}
          onConfirm={mover.confirm}
          onCancel={mover.cancel}
        />
      ) : null}
      {quick ? <CardQuickDialog card={quick.card} intent={quick.key} onClose={() => setQuick(null)} /> : null}
      {chosen.size > 0 ? (
        <BulkBar
          cards={asShown(
            selection.chosen,
            board.data.columns.flatMap((column) => column.cards),
          )}
          onChange={selection.change}
          onClear={() => selection.set([])}
        />
      ) : null}
    </CardActContext>
  );
}
