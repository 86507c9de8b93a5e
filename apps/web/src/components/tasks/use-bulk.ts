import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { plural } from "@/lib/format";
import { toast, toastError } from "@/lib/toast";
import { type CommandResult, useCommand } from "@/lib/use-command";
import type { Reassign } from "./BulkAssign";
import { toPriority } from "./priority";
import type { BoardStatus, TaskCard } from "./types";

type Results = FunctionReturnType<typeof api.taskBatches.move>;

/** One act for many tasks, at most a hundred; says how many it was for and why some refused. */
export function useBulk(cards: readonly TaskCard[]) {
  const { accountId } = useAccount();
  const move = useCommand(api.taskBatches.move);
  const update = useCommand(api.taskBatches.update);
  const assign = useCommand(api.taskBatches.assign);
  const archive = useCommand(api.taskBatches.archive);
  const restore = useCommand(api.tasks.restore);
  const taskIds = cards.map((card) => card.taskId);
  return {
    move: async (to: BoardStatus) => tell("moved", await move.run({ accountId, taskIds, to })),
    setPriority: async (priority: number) =>
      tell("changed", await update.run({ accountId, taskIds, priority: toPriority(priority) })),
    addLabel: async (label: string) =>
      tell(`labelled ${label}`, await update.run({ accountId, taskIds, addLabels: [label] })),
    removeLabel: async (label: string) =>
      tell(`no longer labelled ${label}`, await update.run({ accountId, taskIds, removeLabels: [label] })),
    setDue: async (dueAt: number | null) => tell("changed", await update.run({ accountId, taskIds, dueAt })),
    assign: async ({ mode, memberIds, agentIds }: Reassign) =>
      tell(
        mode === "add" ? "assigned" : "changed",
        await assign.run({
          accountId,
          taskIds,
          mode,
          memberIds: [...memberIds],
          agentIds: [...agentIds],
        }),
      ),
    archive: async () => tell("archived", await archive.run({ accountId, taskIds })),
    restore: async () => {
      let restored = 0;
      for (const taskId of taskIds) if ((await restore.run({ accountId, taskId })).ok) restored += 1;
      if (restored > 0) toast(`${plural(restored, "task")} restored`);
    },
    isBusy: move.isBusy || update.isBusy || assign.isBusy || archive.isBusy || restore.isBusy,
  };
}

function tell(done: string, result: CommandResult<Results>): void {
  if (!result.ok) return;
  const { results } = result.value;
  const refused = results.filter((each) => each.error !== null);
  const count = results.length - refused.length;
  if (count > 0) toast(`${plural(count, "task")} ${done}`);
  const [first] = refused;
  if (first?.error)
    toastError(
      `${plural(refused.length, "task")} left as before`,
      `MC-${first.number}: ${first.error.message}`,
    );
}
