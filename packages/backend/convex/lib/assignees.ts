/** Who is assigned to a task, read from its row. */
import type { Recipient } from "@mc/shared/notification/routing";
import type { Doc } from "../_generated/dataModel";

export function assigneesOf(task: Doc<"tasks">): (Recipient & Doc<"assignments">["assignee"])[] {
  return [
    ...task.memberIds.map((memberId) => ({ kind: "member" as const, memberId })),
    ...task.agentIds.map((agentId) => ({ kind: "agent" as const, agentId })),
  ];
}
