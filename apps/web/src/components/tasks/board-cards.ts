// The board's cards as the rest of the interface knows cards: the server sends them without what is empty. Pure.
import type { Role } from "@mc/shared/account/roles";
import type { TaskStatus } from "@mc/shared/task/status";
import { allowedTargets } from "@mc/shared/task/transitions";
import type { Board, BoardColumn, BoardStatus, TaskCard } from "./types";

type SmallCard = Board["columns"][number]["cards"][number];
type Faces = {
  readonly members: ReadonlyMap<string, Board["members"][number]>;
  readonly agents: ReadonlyMap<string, Board["agents"][number]>;
};

/** What the person may do with a card follows from their role, by the rule that the server enforces. */
export function boardColumns(board: Board, role: Role): BoardColumn[] {
  const faces = {
    members: new Map(board.members.map((member) => [member.memberId as string, member])),
    agents: new Map(board.agents.map((agent) => [agent.agentId as string, agent])),
  };
  const allowed = allowedFor(role);
  return board.columns.map(({ status, cards, ...column }) => ({
    ...column,
    status: status as BoardStatus,
    cards: cards.map((card) => cardOf(card, { status, faces, allowed })),
  }));
}

function cardOf(
  card: SmallCard,
  { status, faces, allowed }: { status: TaskStatus; faces: Faces; allowed: ReturnType<typeof allowedFor> },
): TaskCard {
  const { memberIds = [], agentIds = [] } = card;
  const openBlockerCount = card.openBlockerCount ?? 0;
  return {
    taskId: card.taskId,
    number: card.number,
    title: card.title,
    status,
    priority: card.priority,
    labels: card.labels ?? [],
    position: card.position,
    dueAt: card.dueAt ?? null,
    subtasks: card.subtasks ?? null,
    openBlockerCount,
    blockedReason: card.blockedReason ?? null,
    members: memberIds.flatMap((memberId) => faces.members.get(memberId) ?? []),
    agents: agentIds.flatMap((agentId) => faces.agents.get(agentId) ?? []),
    messageCount: card.messageCount ?? 0,
    documentCount: card.documentCount ?? 0,
    running: card.running ?? [],
    givenUp: card.givenUp ?? [],
    updatedAt: card.updatedAt,
    allowed: allowed(status, memberIds.length + agentIds.length > 0, openBlockerCount > 0),
  };
}

/** Many cards, few different answers. */
function allowedFor(role: Role) {
  const known = new Map<string, TaskStatus[]>();
  return (status: TaskStatus, isAssigned: boolean, isWaiting: boolean): TaskStatus[] => {
    const key = `${status} ${isAssigned} ${isWaiting}`;
    const found =
      known.get(key) ??
      allowedTargets(
        { status, assigneeCount: Number(isAssigned), openBlockerCount: Number(isWaiting) },
        { kind: "member", role },
      );
    known.set(key, found);
    return found;
  };
}
