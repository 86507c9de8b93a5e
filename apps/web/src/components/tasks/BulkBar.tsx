"use client";
import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { Archive, ArchiveRestore, X } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/format";
import { BulkAssign } from "./BulkAssign";
import { BulkDue } from "./BulkDue";
import { BulkLabels } from "./BulkLabels";
import { type Choice, ChoiceMenu } from "./choice-menu";
import { PRIORITY_CHOICES } from "./PriorityPicker";
import { StatusGlyph } from "./StatusGlyph";
import type { TaskCard } from "./types";
import { useBulk } from "./use-bulk";
import type { TaskSelection } from "./use-task-selection";

const MAX_AT_ONCE = 100;
/** Blocked needs a reason of its own for each task. */
const MOVES: Choice[] = BOARD_STATUSES.filter((status) => status !== "blocked").map((status) => ({
  value: status,
  label: STATUS_LABEL[status],
  glyph: <StatusGlyph status={status} />,
}));

/** What can be done to the selected tasks; Escape lets them go. */
export function BulkBar({
  cards,
  isArchive = false,
  onChange,
  onClear,
}: {
  cards: readonly TaskCard[];
  isArchive?: boolean;
  onChange: TaskSelection["change"];
  onClear: () => void;
}) {
  const bulk = useBulk(cards, onChange);
  const isTooMany = cards.length > MAX_AT_ONCE;
  useEscape(onClear);
  const after = (act: Promise<void>): void => void act.then(onClear);
  return (
    <section
      aria-label="Selected tasks"
      data-bulk-bar
      className="fixed bottom-4 left-1/2 z-30 flex max-w-[calc(100vw-1.5rem)] -translate-x-1/2 animate-arrive items-center gap-1 rounded-md border border-line bg-raised p-1.5 shadow-float max-md:bottom-18"
    >
      {/* longer than a phone's screen; the way out stays within reach */}
      <div className="fade-ends -m-1.5 flex min-w-0 items-center gap-1 overflow-x-auto p-1.5">
        <p role="status" className="whitespace-nowrap px-2 font-medium text-sm">
          {isTooMany
            ? `${cards.length} selected; at most ${MAX_AT_ONCE} at once`
            : `${plural(cards.length, "task")} selected`}
        </p>
        {isTooMany ? null : isArchive ? (
          <Button variant="quiet" size="sm" isBusy={bulk.isBusy} onClick={() => after(bulk.restore())}>
            <ArchiveRestore aria-hidden /> Restore
          </Button>
        ) : (
          <>
            <ChoiceMenu
              trigger={<BarButton>Move to…</BarButton>}
              value=""
              choices={MOVES}
              onChoose={(value) => {
                const to = BOARD_STATUSES.find((status) => status === value);
                if (to) after(bulk.move(to));
              }}
            />
            <BulkAssign cards={cards} onAssign={(change) => void bulk.assign(change)} />
            <ChoiceMenu
              trigger={<BarButton>Priority</BarButton>}
              value=""
              choices={PRIORITY_CHOICES}
              onChoose={(value) => void bulk.setPriority(Number(value))}
            />
            <BulkDue cards={cards} onChange={(dueAt) => void bulk.setDue(dueAt)} />
            <BulkLabels
              cards={cards}
              onAdd={(labels) => void bulk.addLabels(labels)}
              onRemove={(label) => void bulk.removeLabel(label)}
            />
            <Button variant="quiet" size="sm" isBusy={bulk.isBusy} onClick={() => after(bulk.archive())}>
              <Archive aria-hidden /> Archive
            </Button>
          </>
        )}
      </div>
      <Button variant="quiet" size="icon-sm" aria-label="Clear the selection" onClick={onClear}>
        <X aria-hidden />
      </Button>
    </section>
  );
}

function BarButton(props: React.ComponentProps<typeof Button>) {
  return <Button variant="quiet" size="sm" {...props} />;
}

const POPUP = ":is([role=dialog], [role=menu])";

/**
 * What is open as the key goes down takes it for itself. What is on its way out prevents the key as well, though it has
 * no more use for it: that is looked at before anybody has handled the key.
 */
function useEscape(onEscape: () => void): void {
  useEffect(() => {
    let [isOpen, isClosing] = [false, false];
    const look = (): void => {
      isOpen = document.querySelector(`${POPUP}:not([data-state=closed])`) !== null;
      isClosing = document.querySelector(`${POPUP}[data-state=closed]`) !== null;
    };
    const listen = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !isOpen && (isClosing || !event.defaultPrevented)) onEscape();
    };
    window.addEventListener("keydown", look, { capture: true });
    window.addEventListener("keydown", listen);
    return () => {
      window.removeEventListener("keydown", look, { capture: true });
      window.removeEventListener("keydown", listen);
    };
  }, [onEscape]);
}
