import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import type { RosterAgent } from "@/components/agents/use-agents";
import type { TaskCard } from "@/components/tasks/types";
import { useBoardColumns } from "@/components/tasks/use-board";
import { type Async, LOADING } from "@/lib/async";
import { useLive } from "@/lib/use-live";
import { useNow } from "@/lib/use-now";
import { type Attention, attentionOf } from "./attention";

const MAX_WAITING = 8;

export type Overview = {
  readonly attention: readonly Attention[];
  readonly working: readonly RosterAgent[];
  /** Tasks whose turn has not begun. */
  readonly waiting: readonly TaskCard[];
  readonly agents: readonly RosterAgent[];
  readonly hasTasks: boolean;
};

/** What needs this person, who works on what, from the board and the roster. */
export function useOverview(): Async<Overview> {
  const { accountId, memberId } = useAccount();
  const board = useBoardColumns();
  const now = useNow("minute");
  const agents = useLive(api.agents.list, { accountId });
  if (board.status === "error") return board;
  if (agents.status === "error") return agents;
  if (board.status === "loading" || agents.status === "loading") return LOADING;
  const cards = board.data.flatMap((column) => column.cards);
  return {
    status: "ready",
    data: {
      attention: attentionOf(cards, memberId, now),
      working: agents.data.filter((agent) => agent.current !== null),
      waiting: cards
        .filter((card) => card.running.some((run) => run.startedAt === null))
        .slice(0, MAX_WAITING),
      agents: agents.data,
      hasTasks: board.data.some((column) => column.count > 0),
    },
  };
}
