import { api } from "@mc/backend/api";
import { useConvex } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { useRef } from "react";
import { useAccount } from "@/components/account/use-account";
import { toAppError } from "@/lib/errors";
import { toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import type { TaskId } from "./types";

export type TaskLinks = FunctionReturnType<typeof api.taskLinks.list>;
export type LinkedTask = TaskLinks["subtasks"][number];

/** Parts of a task, what it waits for and what waits for it. */
export function useTaskLinks(taskId: TaskId) {
  const { accountId } = useAccount();
  return useLive(api.taskLinks.list, { accountId, taskId });
}

export function useTaskLinkCommands(taskId: TaskId) {
  const { accountId } = useAccount();
  const convex = useConvex();
  const create = useCommand(api.tasks.create);
  const setParent = useCommand(api.taskLinks.setParent);
  const setBlockers = useCommand(api.taskLinks.setBlockers);
  // the next change begins from the last one, whose answer may not be here yet
  const sent = useRef<readonly TaskId[] | null>(null);
  return {
    addSubtask: (title: string) => create.run({ accountId, title, parentId: taskId }),
    leaveParent: () => setParent.run({ accountId, taskId, parentId: null }),
    changeBlockers: async (
      shown: readonly LinkedTask[],
      change: (blockerIds: readonly TaskId[]) => readonly TaskId[],
    ): Promise<void> => {
      const blockerIds = change(sent.current ?? shown.map((each) => each.taskId));
      sent.current = blockerIds;
      await setBlockers.run({ accountId, taskId, blockerIds: [...blockerIds] });
      if (sent.current === blockerIds) sent.current = null;
    },
    /** The task behind a number that was found by searching; null, with the reason as a toast, when it is gone. */
    find: async (number: number): Promise<TaskId | null> => {
      try {
        return (await convex.query(api.tasks.get, { accountId, number })).taskId;
      } catch (thrown) {
        const error = toAppError(thrown);
        toastError(error.title, error.message);
        return null;
      }
    },
  };
}

/** Tasks whose number or words match, best first. Nothing is asked for an empty text. */
export function useTaskSearch(text: string) {
  const { accountId } = useAccount();
  const wanted = text.trim();
  return useLive(api.search.query, wanted ? { accountId, text: wanted, types: ["task"], limit: 8 } : "skip");
}
