// What an agent asks to do, as people read it: a sentence, and the arguments of the tool by name. Pure.
import { taskKey } from "@mc/shared/task/limits";
import { isPriority, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { isTaskStatus, STATUS_LABEL } from "@mc/shared/task/status";
import type { Approval } from "./use-approvals";

export type ApprovalFact = {
  readonly label: string;
  readonly value: string;
  /** A text of its own, shown as it would stand; else one line. */
  readonly isText: boolean;
};

type Args = Readonly<Record<string, unknown>>;
type Asked = Pick<Approval, "tool" | "args" | "taskNumber">;
type Words = (args: Args, where: string) => string;

/** Follows "Theo wants to". */
const WORDS: Readonly<Record<string, Words>> = {
  task_status: (args, where) => `move ${where} to ${statusWord(args["status"])}`,
  task_message: (_args, where) => `post a message in ${where}`,
  document_upsert: (args, where) => `write the document “${textOf(args["title"])}” in ${where}`,
  response_request: (args, where) =>
    `ask ${args["member"] ? `@${textOf(args["member"]).replace(/^@/, "")}` : "a person"} a question in ${where}`,
  task_update: (args, where) =>
    `change ${Object.keys(args).map(labelOf).join(", ").toLowerCase()} of ${where}`,
  task_create: (args, where) =>
    args["isPart"] === "yes"
      ? `create the sub-task “${textOf(args["title"])}” of ${where}`
      : `create the task “${textOf(args["title"])}”`,
  task_assign: (args) => `assign ${textOf(args["assignees"])} to ${taskKey(Number(args["number"]))}`,
};

/** What stands in the sentence already is not said again. */
const SAID: Readonly<Record<string, readonly string[]>> = {
  task_status: ["status"],
  document_upsert: ["title"],
  response_request: ["member"],
  task_create: ["title", "isPart"],
  task_assign: ["number", "assignees"],
};

const LABEL: Readonly<Record<string, string>> = {
  prUrl: "Pull request",
  isPart: "Sub-task",
  body: "Message",
  content: "Text",
};
const LONG = 100;

/** "move MC-7 to Review", after the agent's name and "wants to". */
export function approvalSentence(asked: Asked): string {
  const args = argumentsOf(asked.args);
  const where = asked.taskNumber === null ? "a deleted task" : taskKey(asked.taskNumber);
  const words = WORDS[asked.tool];
  return words && args ? words(args, where) : `use ${asked.tool} in ${where}`;
}

/** The arguments that the sentence leaves out, each with its name. Arguments that were too long to keep whole stay raw. */
export function approvalFacts(asked: Asked): ApprovalFact[] {
  const args = argumentsOf(asked.args);
  if (!args) return [{ label: "Arguments", value: asked.args, isText: true }];
  const said = SAID[asked.tool] ?? [];
  return Object.entries(args)
    .filter(([name, value]) => !said.includes(name) && value !== undefined && value !== null && value !== "")
    .map(([name, value]) => {
      const words = valueWords(name, value);
      return { label: labelOf(name), value: words, isText: words.length > LONG || words.includes("\n") };
    });
}

function argumentsOf(json: string): Args | null {
  try {
    const parsed: unknown = JSON.parse(json);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Args) : null;
  } catch {
    return null;
  }
}

function valueWords(name: string, value: unknown): string {
  if (name === "priority" && typeof value === "number" && isPriority(value)) return PRIORITY_LABEL[value];
  return textOf(value);
}

function statusWord(value: unknown): string {
  return typeof value === "string" && isTaskStatus(value) ? STATUS_LABEL[value] : textOf(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** "prUrl" as people call it; another name in words. */
function labelOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return LABEL[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

const OUTCOME = {
  pending: "Waiting",
  approved: "Approved",
  used: "Approved and done",
  refused: "Refused",
  expired: "Nobody decided in time",
  withdrawn: "The turn ended before",
} as const satisfies Record<Approval["status"], string>;

export function outcomeWords(status: Approval["status"]): string {
  return OUTCOME[status];
}

const CAUSE = {
  assignment: "assigned it",
  mention: "mentioned it",
  thread_update: "wrote in the thread",
  status_change: "put it back to work",
  review_request: "asked for a review",
  response_request: "asked a question",
  task_unblocked: "unblocked it",
  parts_done: "finished the last of its sub-tasks",
  approval_decided: "decided on an earlier request",
  heartbeat: "let its clock wake it",
} as const satisfies Record<NonNullable<Approval["cause"]>["kind"], string>;

/** Why the agent is at it and why it has to ask. */
export function askedBecause({ agentName, gatedBy, cause, tool }: Approval): string {
  const rule =
    gatedBy === "agent"
      ? `${agentName} may use ${tool} only with an approval.`
      : gatedBy === "account"
        ? `Agents of this account may use ${tool} only with an approval.`
        : `${tool} needed an approval when it was asked for; the rule was changed since.`;
  return cause ? `${rule} ${agentName} is at it because ${cause.actorName} ${CAUSE[cause.kind]}.` : rule;
}
