"use client";
import { Plus } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { holdKeys } from "@/components/ui/held-keys";
import { FLAG } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { useWarm } from "@/lib/use-warm";
import { BoardArea } from "./BoardArea";
import { BoardFilters } from "./BoardFilters";
import { BoardContext } from "./board-context";
import type { Board } from "./types";
import { useBoardFactsOf } from "./use-board-facts";
import { useBoardFilter } from "./use-board-filter";
import { useOpenTask } from "./use-open-task";
import { useRoster } from "./use-roster";
import { useTaskView } from "./use-task-view";
import { ViewMenu } from "./ViewMenu";

const TaskSheet = fetched(() => import("./TaskSheet").then((module) => module.TaskSheet));
const CreateTaskDialog = fetched(() =>
  import("./CreateTaskDialog").then((module) => module.CreateTaskDialog),
);
const TaskList = fetched(() => import("./TaskList").then((module) => module.TaskList), {
  whenLost: "in place",
});
const PARAMS = { new: FLAG };
/** In the order in which a hand comes to it. */
const SOON = [
  TaskSheet.fetch,
  () => import("@/components/markdown/Markdown"),
  () => import("@/components/search/Palette"),
  () => import("./CardMenuOpen"),
  CreateTaskDialog.fetch,
  () => import("./CardQuickDialog"),
  () => import("./ChoiceMenuOpen"),
  () => import("./BlockReasonDialog"),
];

/** `first` is the board that the server read for the first paint. */
export function BoardPage({ first }: { first: Board | null }) {
  const { slug, can } = useAccount();
  const { filter, setFilter } = useBoardFilter();
  const [view, setView] = useTaskView();
  const roster = useRoster();
  const { openNumber, open, close } = useOpenTask();
  const [{ new: isCreating }, setAddress] = useAddress(PARAMS);
  const setCreating = (isOpen: boolean): void => {
    if (isOpen) holdKeys(CreateTaskDialog.fetch());
    setAddress({ new: isOpen });
  };
  const isReadOnly = !can("task.write");
  const facts = useBoardFactsOf();
  useWarm(SOON);
  const shared = { filter, accountSlug: slug, isReadOnly, openNumber, onOpen: open };

  return (
    <BoardContext value={facts}>
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
        <ViewMenu view={view} onChange={setView} />
        <BoardFilters filter={filter} onChange={setFilter} roster={roster} />
      </PageHeader>
      {view === "board" ? (
        <BoardArea {...shared} first={first} onCreate={() => setCreating(true)} />
      ) : (
        <TaskList key={view} {...shared} isArchive={view === "archived"} />
      )}
      {isCreating ? <CreateTaskDialog isOpen onClose={() => setCreating(false)} onOpenTask={open} /> : null}
      {openNumber === null ? null : <TaskSheet number={openNumber} onClose={close} />}
    </BoardContext>
  );
}
