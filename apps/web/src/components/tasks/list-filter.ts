// From the board's filter to what the server can filter by. Pure.
import { isPriority, type Priority } from "@mc/shared/task/priority";
import type { BoardFilter } from "./board-model";
import type { DueRange } from "./due-filter";
import type { AgentId, MemberId } from "./types";

export type ListFilter = {
  readonly label?: string;
  readonly priority?: Priority;
  readonly agentId?: AgentId;
  readonly memberId?: MemberId;
  readonly due?: DueRange;
};

/** Text and "nobody" are looked for in the page; null when nothing is left to ask the server. */
export function listFilterOf({ assignee, label, priority, dueRange }: BoardFilter): ListFilter | null {
  const [kind, id] = assignee?.split(":") ?? [];
  const filter: ListFilter = {
    ...(label === null ? {} : { label }),
    ...(priority !== null && isPriority(priority) ? { priority } : {}),
    ...(dueRange === null ? {} : { due: dueRange }),
    ...(kind === "agent" ? { agentId: id as AgentId } : {}),
    ...(kind === "member" ? { memberId: id as MemberId } : {}),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}
