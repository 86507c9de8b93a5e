"use client";
import { taskKey } from "@mc/shared/task/limits";
import { ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Link } from "@/components/ui/link";
import { NAME } from "@/lib/address";
import { useAddress } from "@/lib/use-address";
import { TaskActions } from "./TaskActions";
import { TaskBody } from "./TaskBody";
import { TaskSkeleton } from "./TaskSkeleton";
import { useTask } from "./use-task";

const PARAMS = { message: NAME, run: NAME };

/** A task with the whole page to itself. `?message=` marks the message and `?run=` the turn that a link meant. */
export function TaskPage({ number }: { number: number }) {
  const { slug } = useAccount();
  const router = useRouter();
  const task = useTask(number);
  const [{ message: highlightId, run: runId }] = useAddress(PARAMS);
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel">
      <header className="flex h-11 shrink-0 items-center gap-1.5 border-line border-b px-4 text-sm max-md:px-3">
        <Link href={`/${slug}/tasks`} className="flex h-full items-center text-ink-2 hover:text-ink">
          Tasks
        </Link>
        <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
        <span className="figures text-ink-3">{taskKey(number)}</span>
        <div className="ml-auto flex items-center gap-1">
          {task.status === "ready" ? (
            <TaskActions task={task.data} onGone={() => router.push(`/${slug}/tasks`)} />
          ) : null}
        </div>
      </header>
      {task.status === "loading" ? <TaskSkeleton /> : null}
      {task.status === "error" ? <h1 className="sr-only">{taskKey(number)}</h1> : null}
      {task.status === "error" ? (
        <ErrorState error={task.error} backHref={`/${slug}/tasks`} backLabel="Go to the board" />
      ) : null}
      {task.status === "ready" ? (
        <TaskBody
          key={task.data.taskId}
          task={task.data}
          layout="page"
          highlightId={highlightId}
          runId={runId}
        />
      ) : null}
    </div>
  );
}
