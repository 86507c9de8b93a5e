import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { dueWords, plural } from "@/lib/format";
import { toast, toastError } from "@/lib/toast";
import { type CommandResult, useCommand } from "@/lib/use-command";
import { type Reassign, type Relabel, reassigned, relabelled } from "./bulk-model";
import { toPriority } from "./priority";
import type { BoardStatus, TaskCard, TaskId } from "./types";
import type { TaskSelection } from "./use-task-selection";

type Results = FunctionReturnType<typeof api.taskBatches.move>;

/** One act for many tasks, at most a hundred; says how many it was for and why some refused, and tells what became of the others. */
export function useBulk(cards: readonly TaskCard[], onChange: TaskSelection["change"]) {
  const { accountId } = useAccount();
  const move = useCommand(api.taskBatches.move);
  const update = useCommand(api.taskBatches.update);
  const assign = useCommand(api.taskBatches.assign);
  const archive = useCommand(api.taskBatches.archive);
  const restore = useCommand(api.tasks.restore);
  const taskIds = cards.map((card) => card.taskId);
  const relabel = async (done: string, { add, remove }: Relabel): Promise<void> => {
    const labels = { addLabels: [...add], removeLabels: [...remove] };
    const changed = tell(done, await update.run({ accountId, taskIds, ...labels }));
    onChange(changed, (card) => relabelled(card, { add, remove }));
  };
  return {
    move: async (to: BoardStatus) => void tell("moved", await move.run({ accountId, taskIds, to })),
    setPriority: async (priority: number) =>
      void tell("changed", await update.run({ accountId, taskIds, priority: toPriority(priority) })),
    setDue: async (dueAt: number | null) => {
      const done = dueAt === null ? "without a due date" : `due ${dueWords(dueAt, Date.now()).text}`;
      const changed = tell(done, await update.run({ accountId, taskIds, dueAt }));
      onChange(changed, (card) => ({ ...card, dueAt }));
    },
    addLabels: async (add: readonly string[]) =>
      await relabel(`labelled ${add.join(", ")}`, { add, remove: [] }),
    removeLabel: async (label: string) =>
      await relabel(`no longer labelled ${label}`, { add: [], remove: [label] }),
    assign: async (change: Reassign) => {
      const { mode } = change;
      const memberIds = change.members.map((each) => each.memberId);
      const agentIds = change.agents.map((each) => each.agentId);
      const result = await assign.run({ accountId, taskIds, mode, memberIds, agentIds });
      const changed = tell(mode === "add" ? "assigned" : "changed", result);
      onChange(changed, (card) => reassigned(card, change));
    },
    archive: async () => void tell("archived", await archive.run({ accountId, taskIds })),
    restore: async () => {
      let restored = 0;
      for (const taskId of taskIds) if ((await restore.run({ accountId, taskId })).ok) restored += 1;
      if (restored > 0) toast(`${plural(restored, "task")} restored`);
    },
    isBusy: move.isBusy || update.isBusy || assign.isBusy || archive.isBusy || restore.isBusy,
  };
}

/** Which tasks it worked for. */
function tell(done: string, result: CommandResult<Results>): TaskId[] {
  if (!result.ok) return [];
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
  return results.flatMap(({ taskId, error }) => (error === null ? [taskId] : []));
}
