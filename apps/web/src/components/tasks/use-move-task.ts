import { api } from "@mc/backend/api";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import type { Landing, PendingMove, PendingMoves } from "./board-model";
import { allowedFrom } from "./move-reasons";
import type { BoardStatus, TaskCard, TaskId } from "./types";

export type MoveRequest = { readonly card: TaskCard; readonly to: BoardStatus; readonly landing: Landing };

/**
 * Moves cards: shown at once, taken back when the server refuses. Blocked first asks why: `asking` is the move that
 * waits for its reason.
 */
export function useMoveTask() {
  const { accountId, role } = useAccount();
  const { run } = useCommand(api.tasks.move);
  const [moves, setMoves] = useState<PendingMoves>(new Map());
  const [asking, setAsking] = useState<MoveRequest | null>(null);

  const send = async ({ card, to, landing }: MoveRequest, reason: string | null): Promise<void> => {
    const allowed = allowedFrom(to, card, role);
    const move: PendingMove = { to, position: landing.position, reason, allowed };
    setMoves((current) => new Map(current).set(card.taskId, move));
    await run({
      accountId,
      taskId: card.taskId,
      to,
      from: card.status,
      afterTaskId: landing.previous?.taskId ?? null,
      beforeTaskId: landing.next?.taskId ?? null,
      ...(reason ? { reason } : {}),
    });
    // A later move of the same card has its own entry; only ours ends here.
    setMoves((current) => (current.get(card.taskId) === move ? without(current, card.taskId) : current));
  };

  return {
    moves,
    asking,
    move: (request: MoveRequest): void => {
      if (request.to === "blocked" && request.card.status !== "blocked") setAsking(request);
      else void send(request, request.card.blockedReason);
    },
    confirm: (reason: string): void => {
      if (asking) void send(asking, reason);
      setAsking(null);
    },
    cancel: (): void => setAsking(null),
  };
}

function without(moves: PendingMoves, taskId: TaskId): PendingMoves {
  const rest = new Map(moves);
  rest.delete(taskId);
  return rest;
}
