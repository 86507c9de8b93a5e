/**
 * Idempotence of mutations sent over a WebSocket: the answer is stored in the mutation's own transaction, so a
 * client that re-sends after a lost connection or a crash of the host gets the same answer and no second effect.
 */
import type { WriteTx } from "../store/writeTx.ts";

export interface StoredAnswer {
  /** Wire JSON text. */
  readonly value: string;
  readonly ts: bigint;
  readonly logLines: readonly string[];
}

export const KEEP_ANSWERS_MS = 14 * 86_400_000;

export interface SessionRequest {
  readonly sessionId: string;
  readonly requestId: number;
}

export function findAnswer(tx: WriteTx, { sessionId, requestId }: SessionRequest): StoredAnswer | null {
  const row = tx.answer({ session: sessionId, request: requestId });
  if (row === null) return null;
  return { value: row.result, ts: BigInt(row.ts), logLines: JSON.parse(row.logLines) as string[] };
}

export function storeAnswer(tx: WriteTx, request: SessionRequest, answer: Omit<StoredAnswer, "ts">): void {
  tx.putAnswer({
    session: request.sessionId,
    request: request.requestId,
    ts: String(tx.commitTs),
    atMs: tx.startMs,
    result: answer.value,
    logLines: JSON.stringify(answer.logLines),
  });
}

export function forgetOldAnswers(tx: WriteTx, nowMs: number): void {
  tx.beforeWrite();
  tx.connection.run("DELETE FROM session_requests WHERE atMs < ?", nowMs - KEEP_ANSWERS_MS);
}
