import { taskKey } from "@mc/shared/task/limits";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { X } from "lucide-react";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { StatusGlyph } from "./StatusGlyph";
import type { LinkedTask } from "./use-task-links";

type Props = {
  tasks: readonly LinkedTask[];
  accountSlug: string;
  /** Takes a task off the list; without it the list only shows. */
  onRemove?: ((task: LinkedTask) => void) | undefined;
};

/** Tasks that hang together with this one, each leading to its page. */
export function LinkedTaskList({ tasks, accountSlug, onRemove }: Props) {
  return (
    <ul className="flex flex-col">
      {tasks.map((task) => (
        <li key={task.taskId} className="group/link -mx-2 flex items-center rounded-sm hover:bg-hover">
          <Link
            href={`/${accountSlug}/tasks/${task.number}`}
            className="flex min-h-8 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 text-sm pointer-coarse:min-h-11"
          >
            <StatusGlyph status={task.status} className="size-3.5" />
            <span className="sr-only">{STATUS_LABEL[task.status]}:</span>
            <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(task.number)}</span>
            <span className={cn("min-w-0 truncate", task.isSettled && "text-ink-3")}>{task.title}</span>
          </Link>
          {onRemove ? (
            <button
              type="button"
              aria-label={`Remove ${taskKey(task.number)}`}
              onClick={() => onRemove(task)}
              className="mr-1 flex size-6 shrink-0 items-center justify-center rounded-xs text-ink-3 opacity-0 transition-opacity hover:text-ink focus-visible:opacity-100 group-hover/link:opacity-100 pointer-coarse:size-9 pointer-coarse:opacity-100"
            >
              <X aria-hidden className="size-3.5" />
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
