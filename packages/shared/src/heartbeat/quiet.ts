/**
 * The one word of docs/HEARTBEAT.md with which an agent ends a look around that needed nothing. It is not posted: people who
 * follow the task would be told that there is nothing to tell. Only where a heartbeat alone began the turn; whoever asked or
 * mentioned the agent while the turn still waited gets an answer, whatever it is.
 */
const QUIET_WORD = "nothing";

export function isQuietAnswer(
  run: { cause: { kind: string }; notificationTypes: readonly string[] },
  answer: string,
): boolean {
  if (run.cause.kind !== "heartbeat" || run.notificationTypes.length > 0) return false;
  return answer.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "") === QUIET_WORD;
}
