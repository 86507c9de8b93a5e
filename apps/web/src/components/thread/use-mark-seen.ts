import { api } from "@mc/backend/api";
import { useMutation } from "convex/react";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";

/** Reading a thread is seeing it: told once per newest message, and only while the page is really looked at. */
export function useMarkSeen(taskId: TaskId, newestAt: number | null): void {
  const { accountId, can } = useAccount();
  const send = useMutation(api.messages.markSeen);
  const maySay = can("inbox.manage");
  useEffect(() => {
    if (newestAt === null || !maySay) return;
    const mark = (): void => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", mark);
      const call = send.withOptimisticUpdate((store) => {
        const unread = store.getQuery(api.messages.unread, { accountId });
        if (unread?.includes(taskId))
          store.setQuery(
            api.messages.unread,
            { accountId },
            unread.filter((each) => each !== taskId),
          );
      });
      // A mark that is lost is made again with the next message; nobody has to hear of it.
      call({ accountId, taskId }).catch(() => undefined);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [accountId, taskId, newestAt, maySay, send]);
}
