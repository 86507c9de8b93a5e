"use client";
import { taskKey } from "@mc/shared/task/limits";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { useAccount } from "@/components/account/use-account";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { Link } from "@/components/ui/link";
import type { AgentFull } from "./use-agents";

/** What the agent is assigned to; finished work last. */
export function AgentTasks({ agent }: { agent: AgentFull }) {
  const { slug } = useAccount();
  const isOver = (task: AgentFull["tasks"][number]) => task.status === "done" || task.status === "archived";
  const tasks = [...agent.tasks.filter((task) => !isOver(task)), ...agent.tasks.filter(isOver)];
  return (
    <section aria-label="Assigned tasks" className="min-w-0">
      <h2 className="flex items-baseline gap-2 font-semibold text-sm">
        Assigned tasks <span className="figures font-normal text-ink-3 text-xs">{tasks.length}</span>
      </h2>
      {tasks.length === 0 ? (
        <p className="py-2 text-ink-3 text-sm">
          None. Assign {agent.name} to a task, or mention it in a thread.
        </p>
      ) : (
        <ul className="mt-1 flex flex-col">
          {tasks.map((task) => (
            <li key={task.taskId}>
              <Link
                href={`/${slug}/tasks/${task.number}`}
                className="-mx-2 flex items-center gap-2 rounded-sm px-2 py-1.5 text-sm transition-colors hover:bg-hover pointer-coarse:py-2.5"
              >
                <StatusGlyph status={task.status} className="size-3.5" />
                <span className="sr-only">{STATUS_LABEL[task.status]}:</span>
                <span className="figures min-w-9 shrink-0 text-ink-3 text-xs">{taskKey(task.number)}</span>
                <span className="min-w-0 truncate">{task.title}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
