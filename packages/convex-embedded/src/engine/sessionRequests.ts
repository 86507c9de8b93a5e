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
  const row = tx.connection.get<{ ts: string; result: string; logLines: string }>(
    "SELECT ts, result, logLines FROM session_requests WHERE session = ? AND request = ?",
    sessionId,
    requestId,
  );
  if (row === undefined) return null;
  return { value: row.result, ts: BigInt(row.ts), logLines: JSON.parse(row.logLines) as string[] };
}

export function storeAnswer(tx: WriteTx, request: SessionRequest, answer: Omit<StoredAnswer, "ts">): void {
  tx.connection.run(
    "INSERT INTO session_requests(session, request, ts, atMs, result, logLines) VALUES (?, ?, ?, ?, ?, ?)",
    request.sessionId,
    request.requestId,
    String(tx.commitTs),
    tx.startMs,
    answer.value,
    JSON.stringify(answer.logLines),
  );
  tx.wrote(() =>
    tx.connection.run(
      "DELETE FROM session_requests WHERE session = ? AND request = ?",
      request.sessionId,
      request.requestId,
    ),
  );
}

export function forgetOldAnswers(tx: WriteTx, nowMs: number): void {
  tx.beforeWrite();
  tx.connection.run("DELETE FROM session_requests WHERE atMs < ?", nowMs - KEEP_ANSWERS_MS);
}
