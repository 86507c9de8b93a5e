"use client";
import { taskKey } from "@mc/shared/task/limits";
import { Maximize2, X } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Sheet, SheetClose, SheetContent, SheetTitle } from "@/components/ui/sheet";
import { Tooltip } from "@/components/ui/tooltip";
import { TaskActions } from "./TaskActions";
import { TaskBody } from "./TaskBody";
import { TaskSkeleton } from "./TaskSkeleton";
import { useTask } from "./use-task";

/** A task beside the board; the board stays usable. */
export function TaskSheet({ number, onClose }: { number: number; onClose: () => void }) {
  const { slug } = useAccount();
  const task = useTask(number);
  return (
    <Sheet open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <SheetContent
        isModal={false}
        aria-describedby={undefined}
        className="top-12 w-full sm:w-[min(40rem,100vw)] max-md:top-0"
        onInteractOutside={(event) => event.preventDefault()}
        onOpenAutoFocus={(event) => event.preventDefault()}
      >
        <div className="flex h-11 shrink-0 items-center gap-1 border-line border-b pr-2 pl-4">
          <SheetTitle className="figures text-ink-3 text-sm">{taskKey(number)}</SheetTitle>
          <div className="ml-auto flex items-center gap-1">
            {task.status === "ready" ? <TaskActions task={task.data} onGone={onClose} /> : null}
            <Tooltip content="Open as a page">
              <Button asChild variant="quiet" size="icon-sm">
                <Link href={`/${slug}/tasks/${number}`} aria-label="Open as a page">
                  <Maximize2 aria-hidden />
                </Link>
              </Button>
            </Tooltip>
            <SheetClose asChild>
              <Button variant="quiet" size="icon-sm" aria-label="Close task">
                <X aria-hidden />
              </Button>
            </SheetClose>
          </div>
        </div>
        {task.status === "loading" ? <TaskSkeleton /> : null}
        {task.status === "error" ? <ErrorState error={task.error} /> : null}
        {task.status === "ready" ? (
          <TaskBody key={task.data.taskId} task={task.data} layout="sheet" highlightId={null} />
        ) : null}
      </SheetContent>
    </Sheet>
  );
}
