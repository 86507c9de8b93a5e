/**
 * Tool calls that a person decides on. An agent's list of gated tools counts before the account's.
 *
 *   pending ─▶ approved ─▶ used (the call has its effect)
 *     ├─▶ refused | expired
 *     └─▶ withdrawn (a person stopped the run)
 *
 * A request outlives the turn that made it: a turn ends, a gateway is restarted, a runtime dies. What is decided then
 * reaches the agent in its next turn, and where none is to come, one is queued for it.
 */
import { TOOL_NAMES, TOOLS, type ToolName } from "../tools/catalog.ts";

export const APPROVAL_STATUSES = ["pending", "approved", "used", "refused", "expired", "withdrawn"] as const;
/** Those that wait for nobody any more. */
export const DECIDED_APPROVAL_STATUSES = ["approved", "used", "refused", "expired", "withdrawn"] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

/** Long enough for the next working day after a weekend's start; then the agent goes on without. */
export const APPROVAL_VALID_FOR_MS = 24 * 60 * 60_000;

/** Characters of a call's arguments that are kept for the person who decides. */
export const ARGS_KEPT = 20_000;
const CUT_MARK = "… (cut)";

/**
 * The arguments for the person who decides, still readable as JSON: where they are too long the longest texts are cut, and say so.
 * `length` is that of the whole. What is carried out is never this text: the call has to come again with the digest that was approved.
 */
export function keptArguments(args: Readonly<Record<string, unknown>>, most = ARGS_KEPT) {
  const whole = JSON.stringify(args);
  if (whole.length <= most) return { text: whole, length: whole.length };
  for (let room = most; room > 0; room = Math.floor(room / 2)) {
    const text = JSON.stringify(args, (_key, value: unknown) =>
      typeof value === "string" && value.length > room ? `${value.slice(0, room)}${CUT_MARK}` : value,
    );
    if (text.length <= most) return { text, length: whole.length };
  }
  return { text: whole.slice(0, most), length: whole.length };
}

/** What a person can be asked about, as a person would call it. A read repeats nothing and changes nothing: nobody is asked. */
export const GATED_ACT = {
  task_status: "Move a task to another status",
  task_message: "Write in a thread before the answer",
  document_upsert: "Write a document",
  response_request: "Ask a person, which blocks the task",
  task_update: "Change a task's fields",
  task_create: "Create a task",
  task_assign: "Assign a task, as the squad lead",
} as const satisfies Partial<Record<ToolName, string>>;

export const GATEABLE_TOOLS = TOOL_NAMES.filter((name) => !TOOLS[name].isRead);

/** The first tool of a list that cannot be gated; null when all can. */
export function ungateable(tools: readonly ToolName[]): ToolName | null {
  return tools.find((name) => TOOLS[name].isRead) ?? null;
}

export type GatedTools = {
  agent: readonly ToolName[] | undefined;
  account: readonly ToolName[] | undefined;
};

export function needsApproval(tool: ToolName, gated: GatedTools): boolean {
  return gatedBy(tool, gated) !== null;
}

/** Whose list of gated tools makes the call ask; null when none does. */
export function gatedBy(tool: ToolName, { agent, account }: GatedTools): "agent" | "account" | null {
  if (agent !== undefined) return agent.includes(tool) ? "agent" : null;
  return account?.includes(tool) === true ? "account" : null;
}

/** An approval that was not used lapses, so that a yes of long ago lets nothing happen today. */
export const APPROVAL_USABLE_FOR_MS = 24 * 60 * 60_000;

export function isUsable(
  approval: { status: ApprovalStatus; decidedAt: number | null },
  now: number,
): boolean {
  return approval.status === "approved" && now - (approval.decidedAt ?? 0) < APPROVAL_USABLE_FOR_MS;
}

/** What a call is told that meets an approval of its own run, tool and arguments. */
export type GateAnswer = { kind: "go" } | { kind: "wait" } | { kind: "stop"; sentence: string };

export function answerFor(status: ApprovalStatus, reason: string | null): GateAnswer {
  const because = reason ? ` ${reason}` : "";
  switch (status) {
    case "pending":
      return { kind: "wait" };
    case "approved":
      return { kind: "go" };
    case "refused":
      return { kind: "stop", sentence: `A person refused this.${because}` };
    case "expired":
      return { kind: "stop", sentence: "Nobody decided in time, so this was not done." };
    case "withdrawn":
    case "used":
      return { kind: "stop", sentence: "This request is over." };
  }
}

export type DecidedCall = {
  status: ApprovalStatus;
  tool: string;
  /** As JSON. */
  args: string;
  reason: string | null;
  decidedByName: string | null;
};

const ARGS_SHOWN = 2_000;

/** What the agent is told at the start of a turn; null where there is nothing to say. */
export function decisionSentence({ status, tool, args, reason, decidedByName }: DecidedCall): string | null {
  const shown = args.length > ARGS_SHOWN ? `${args.slice(0, ARGS_SHOWN)}… (as you sent them)` : args;
  const call = `your call of ${tool} with the arguments ${shown}`;
  const by = decidedByName ?? "A person";
  const because = reason ? ` Reason: ${reason}` : "";
  switch (status) {
    case "approved":
      return `${by} approved ${call}.${because} Make this call once, with exactly these arguments.`;
    case "refused":
      return `${by} refused ${call}.${because} It was not done; go on without it.`;
    case "expired":
      return `Nobody decided in time about ${call}. It was not done; go on without it.`;
    case "pending":
      return `A person has still to decide about ${call}. You are woken with the decision; do not wait for it.`;
    case "used":
    case "withdrawn":
      return null;
  }
}
