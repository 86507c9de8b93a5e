import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { type CommandResult, useCommand } from "@/lib/use-command";
import { toPriority } from "./priority";
import type { TaskId } from "./types";
import type { Assignees } from "./use-roster";

export type NewTask = Assignees & {
  readonly title: string;
  readonly description: string;
  readonly priority: number;
  readonly labels: readonly string[];
  readonly dueAt: number | null;
};

export function useCreateTask(): {
  create: (task: NewTask) => Promise<CommandResult<{ taskId: TaskId; number: number }>>;
  isBusy: boolean;
} {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.tasks.create, { refusalShownBy: "caller" });
  const create = ({ title, description, priority, memberIds, agentIds, labels, dueAt }: NewTask) =>
    run({
      accountId,
      title,
      priority: toPriority(priority),
      memberIds: [...memberIds],
      agentIds: [...agentIds],
      labels: [...labels],
      ...(description.trim() ? { description } : {}),
      ...(dueAt === null ? {} : { dueAt }),
    });
  return { create, isBusy };
}
