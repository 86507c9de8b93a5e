import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import type { Async } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { allowedFrom } from "./move-reasons";
import { showAssignees, showEdit } from "./optimistic-task";
import { toPriority } from "./priority";
import type { BoardStatus, TaskDetail } from "./types";
import type { Assignees } from "./use-roster";

/** One task by its number, live. */
export function useTask(number: number): Async<TaskDetail> {
  const { accountId } = useAccount();
  return useLive(api.tasks.get, { accountId, number });
}

/** Everything that happened to it, newest first. */
export function useTaskActivity(taskId: TaskDetail["taskId"]) {
  const { accountId } = useAccount();
  return useLiveList(api.activities.listByTask, { accountId, taskId }, 50);
}

/** Its latest turns, newest first. */
export function useTaskTurns(taskId: TaskDetail["taskId"]) {
  const { accountId } = useAccount();
  return useLive(api.runs.listByTask, { accountId, taskId });
}

type TaskText = { title?: string; description?: string };

/** What can be done to a task from its sheet; each resolves when the server has answered. */
export function useTaskCommands(task: Pick<TaskDetail, "taskId" | "number" | "status">) {
  const { accountId, role } = useAccount();
  const { taskId, number } = task;
  // the next label or person is chosen from what is shown: it must hold the last one before the answer comes
  const update = useCommand(api.tasks.update, {
    optimistic: (store, args) => showEdit(store, { accountId, number }, args),
  });
  const assign = useCommand(api.tasks.assign, {
    optimistic: (store, args) => showAssignees(store, { accountId, number }, args),
  });
  const status = useCommand(api.tasks.updateStatus, {
    optimistic: (store, args) => {
      const shown = store.getQuery(api.tasks.get, { accountId, number });
      if (shown)
        store.setQuery(
          api.tasks.get,
          { accountId, number },
          {
            ...shown,
            status: args.to,
            blockedReason: args.reason ?? null,
            allowed: allowedFrom(args.to, shown, role),
          },
        );
    },
  });
  const stop = useCommand(api.tasks.stop);
  const follow = useCommand(api.tasks.follow, {
    optimistic: (store, args) => {
      const shown = store.getQuery(api.tasks.get, { accountId, number });
      if (shown) store.setQuery(api.tasks.get, { accountId, number }, { ...shown, following: args.level });
    },
  });
  const archive = useCommand(api.tasks.archive);
  const restore = useCommand(api.tasks.restore);
  const remove = useCommand(api.tasks.remove);
  return {
    /** Title and description are guarded: someone else's newer text is never overwritten unseen. */
    saveText: (change: TaskText, from: TaskText) => update.run({ accountId, taskId, ...change, from }),
    setPriority: (priority: number) => update.run({ accountId, taskId, priority: toPriority(priority) }),
    setLabels: (labels: string[]) => update.run({ accountId, taskId, labels }),
    setDue: (dueAt: number | null) => update.run({ accountId, taskId, dueAt }),
    setPullRequest: (prUrl: string | null) => update.run({ accountId, taskId, prUrl }),
    setFollowing: (level: TaskDetail["following"]) => follow.run({ accountId, taskId, level }),
    assign: ({ memberIds, agentIds }: Assignees) =>
      assign.run({ accountId, taskId, memberIds: [...memberIds], agentIds: [...agentIds] }),
    setStatus: (to: BoardStatus, reason?: string) =>
      status.run({ accountId, taskId, to, from: task.status, ...(reason ? { reason } : {}) }),
    stop: () => stop.run({ accountId, taskId }),
    archive: () => archive.run({ accountId, taskId }),
    restore: () => restore.run({ accountId, taskId }),
    remove: () => remove.run({ accountId, taskId }),
    isStopping: stop.isBusy,
  };
}
export type TaskCommands = ReturnType<typeof useTaskCommands>;
