/** From what the gateway says at the end of a turn, or keeps in its history, to what it means. Pure. */
import { classifyFailure } from "./failures.ts";
import type { TurnOutcome, TurnTrace, TurnUsage, TurnUse } from "./gateway.ts";
import type { AgentFinal, ChatHistory } from "./wire.ts";

const NO_USAGE: TurnUsage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, costUsd: null };

/** Only `status: "ok"` without an error payload is a success: OpenClaw also answers "ok" frames for aborts, time-outs and failures. */
export function outcomeOfFinal(final: AgentFinal): TurnOutcome {
  const payloads = final.result?.payloads ?? [];
  const meta = final.result?.meta;
  const errors = payloads.filter((payload) => payload.isError === true);
  const problem =
    errors.map((payload) => payload.text ?? "").join(" ") || meta?.error?.message || textOf(final.error);
  switch (final.status) {
    case "ok": {
      if (errors.length > 0) return classifyFailure(problem);
      if (meta?.aborted === true) return { kind: "aborted" };
      const agentMeta = meta?.agentMeta;
      return {
        kind: "answered",
        text: payloads
          .map((payload) => payload.text?.trim() ?? "")
          .filter((text) => text !== "")
          .join("\n\n"),
        model: `${agentMeta?.provider ?? "unknown"}/${agentMeta?.model ?? "unknown"}`,
        usage: agentMeta?.usage === undefined ? NO_USAGE : usageOf([agentMeta.usage]),
      };
    }
    case "timeout":
      return isAbort(final)
        ? { kind: "aborted" }
        : { kind: "timed_out", message: "The turn took longer than allowed and was stopped." };
    case "cancelled":
    case "aborted":
      return { kind: "aborted" };
    default:
      return isAbort(final)
        ? { kind: "aborted" }
        : classifyFailure(problem || final.summary || `status ${final.status}`);
  }
}

/** An answer counts as finished when the model stopped by itself; a row that ends in a tool call is half a turn. */
export function traceOf(history: ChatHistory, turnId: string): TurnTrace {
  if (history.inFlightRun?.runId === turnId) return { kind: "running" };
  const rows = history.messages.filter((row) => row.role === "assistant" && row.__openclaw?.runId === turnId);
  const last = rows.at(-1);
  if (
    last === undefined ||
    (last.stopReason !== "stop" && last.stopReason !== "length" && last.stopReason !== "end_turn")
  )
    return { kind: "nothing" };
  const text =
    typeof last.content === "string"
      ? last.content
      : (last.content ?? []).map((part) => (part.type === "text" ? (part.text ?? "") : "")).join("");
  return {
    kind: "finished",
    outcome: {
      kind: "answered",
      text: text.trim(),
      model: `${last.provider ?? "unknown"}/${last.model ?? "unknown"}`,
      usage: usageOf(rows.flatMap((row) => (row.usage === undefined ? [] : [row.usage]))),
    },
  };
}

/** Sum of the calls of one turn; `known` remembers those that a longer turn has pushed out of the history's end. */
export function measuredIn(
  history: ChatHistory,
  turnId: string,
  known = new Map<string, WireUsage>(),
): TurnUse | null {
  const rows = history.messages.filter((row) => row.role === "assistant" && row.__openclaw?.runId === turnId);
  for (const [index, row] of rows.entries()) {
    const { id, seq } = row.__openclaw ?? {};
    if (row.usage !== undefined) known.set(String(id ?? seq ?? index), row.usage);
  }
  const last = rows.at(-1);
  if (known.size === 0 || last === undefined) return null;
  const model = `${last.provider ?? "unknown"}/${last.model ?? "unknown"}`;
  return { model, usage: usageOf([...known.values()]) };
}

/** OpenClaw (2026.9.4 and .6, seen) calls its own time-out "aborted" too, but then says with an error that nobody stopped it. */
function isAbort(final: AgentFinal): boolean {
  const meta = final.result?.meta;
  if (final.stopReason === "rpc" || meta?.stopReason === "rpc") return true;
  return final.summary === "aborted" && !(meta?.aborted === false && meta.error !== undefined);
}

export type WireUsage = NonNullable<ChatHistory["messages"][number]["usage"]>;

function usageOf(parts: readonly WireUsage[]): TurnUsage {
  const cost = parts.reduce((sum, part) => sum + (part.cost?.total ?? 0), 0);
  return {
    input: parts.reduce((sum, part) => sum + part.input, 0),
    output: parts.reduce((sum, part) => sum + part.output, 0),
    cacheRead: parts.reduce((sum, part) => sum + part.cacheRead, 0),
    cacheWrite: parts.reduce((sum, part) => sum + part.cacheWrite, 0),
    // We configure no prices: a sum of nothing is "not known", not "free".
    costUsd: cost > 0 ? cost : null,
  };
}

function textOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error === "object" && error !== null && "message" in error && typeof error.message === "string")
    return error.message;
  return "";
}
