"use client";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { BoardFilters } from "./BoardFilters";
import { BoardSkeleton } from "./BoardSkeleton";
import { BoardView } from "./BoardView";
import { useBoard } from "./use-board";
import { useBoardFilter } from "./use-board-filter";
import { useMoveTask } from "./use-move-task";
import { useOpenTask } from "./use-open-task";
import { useRoster } from "./use-roster";

const TaskSheet = dynamic(() => import("./TaskSheet").then((module) => module.TaskSheet), { ssr: false });
const BlockReasonDialog = dynamic(
  () => import("./BlockReasonDialog").then((module) => module.BlockReasonDialog),
  { ssr: false },
);
const CreateTaskDialog = dynamic(
  () => import("./CreateTaskDialog").then((module) => module.CreateTaskDialog),
  { ssr: false },
);

export function BoardPage() {
  const { slug, can } = useAccount();
  const { filter, setFilter } = useBoardFilter();
  const mover = useMoveTask();
  const board = useBoard(filter, mover.moves);
  const roster = useRoster();
  const { openNumber, open, close } = useOpenTask();
  const [isCreating, setCreatingQuery] = useQueryState("new", parseAsBoolean.withDefault(false));
  const setCreating = (isOpen: boolean): void => void setCreatingQuery(isOpen ? true : null);
  const isReadOnly = !can("task.write");

  return (
    <>
      <PageHeader
        title="Tasks"
        actions={
          <Button
            variant="primary"
            disabled={isReadOnly}
            title={isReadOnly ? "Viewers cannot create tasks. Ask an admin for the member role." : undefined}
            onClick={() => setCreating(true)}
          >
            <Plus aria-hidden /> New task
          </Button>
        }
      >
        <BoardFilters
          filter={filter}
          onChange={setFilter}
          labels={board.status === "ready" ? board.data.labels : []}
          roster={roster}
        />
      </PageHeader>
      {board.status === "loading" ? <BoardSkeleton /> : null}
      {board.status === "error" ? <ErrorState error={board.error} /> : null}
      {board.status === "ready" && board.data.isEmpty ? (
        <EmptyState
          title="No tasks yet"
          action={
            isReadOnly ? null : (
              <Button variant="primary" onClick={() => setCreating(true)}>
                Create the first task
              </Button>
            )
          }
        >
          A task is one piece of work with its thread, its documents and its history. Assign it to an agent
          and the agent starts.
        </EmptyState>
      ) : null}
      {board.status === "ready" && !board.data.isEmpty ? (
        <BoardView
          board={board.data}
          moves={mover.moves}
          isReadOnly={isReadOnly}
          selectedNumber={openNumber}
          hrefOf={(card) => `/${slug}/tasks/${card.number}`}
          onOpen={(card) => open(card.number)}
          onMove={mover.move}
          onAdd={() => setCreating(true)}
        />
      ) : null}
      {mover.asking ? (
        <BlockReasonDialog
          taskNumber={mover.asking.card.number}
          onConfirm={mover.confirm}
          onCancel={mover.cancel}
        />
      ) : null}
      {isCreating ? <CreateTaskDialog isOpen onClose={() => setCreating(false)} onOpenTask={open} /> : null}
      {openNumber === null ? null : <TaskSheet number={openNumber} onClose={close} />}
    </>
  );
}
