import { api } from "@mc/backend/api";
import { useConvex } from "convex/react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { toAppError } from "@/lib/errors";
import { toastError } from "@/lib/toast";

/** Asks once for the task of a number; null, with the reason told, when there is none any more. */
export function useFindTask(): (number: number) => Promise<TaskId | null> {
  const { accountId } = useAccount();
  const convex = useConvex();
  return async (number) => {
    try {
      return (await convex.query(api.tasks.get, { accountId, number })).taskId;
    } catch (thrown) {
      const error = toAppError(thrown);
      toastError(error.title, error.message);
      return null;
    }
  };
}
