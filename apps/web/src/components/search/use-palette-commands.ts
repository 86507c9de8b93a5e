import { api } from "@mc/backend/api";
import { useConvex } from "convex/react";
import type { AccountContextValue } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { toAppError } from "@/lib/errors";
import { shownZone } from "@/lib/shown-zone";
import { toast, toastError } from "@/lib/toast";
import { useLive } from "@/lib/use-live";
import { type PaletteCommand, paletteCommands } from "./palette-commands";

/** Commands about a task that the query asks for, and how to carry one out: by the very function of the composer. */
export function usePaletteCommands(account: AccountContextValue, query: string) {
  const { accountId } = account;
  const convex = useConvex();
  const canWrite = account.can("task.write");
  const people = dataOf(useLive(api.memberships.list, canWrite ? { accountId } : "skip")) ?? [];
  const agents = dataOf(useLive(api.agents.list, canWrite ? { accountId } : "skip")) ?? [];
  const commands = canWrite ? paletteCommands(query, [...agents, ...people]) : [];
  const run = async ({ taskNumber, text }: PaletteCommand): Promise<void> => {
    try {
      const { taskId } = await convex.query(api.tasks.get, { accountId, number: taskNumber });
      const timeZone = shownZone();
      const clientKey = crypto.randomUUID();
      const result = await convex.mutation(api.messages.command, {
        accountId,
        taskId,
        text,
        clientKey,
        timeZone,
      });
      toast(`MC-${taskNumber}: ${result.sentence}`);
    } catch (thrown) {
      const error = toAppError(thrown);
      toastError(error.title, error.message);
    }
  };
  return { commands, run };
}
