/**
 * The inbox of an agent that works outside the gateway, as tools: what it has beside the catalog. An agent at the gateway has
 * none of them, because its runtime does this for it.
 */
import type { ToolParameters } from "./catalog.ts";

export const WORK_TOOL_NAMES = [
  "work_list",
  "work_claim",
  "work_progress",
  "work_answer",
  "work_fail",
  "work_give_back",
] as const;
export type WorkToolName = (typeof WORK_TOOL_NAMES)[number];

export type WorkTool = {
  name: WorkToolName;
  description: string;
  parameters: ToolParameters;
  isRead: boolean;
};

/** Of one turn; beyond it is no turn but a mistake. */
export const MAX_REPORTED_TOKENS = 100_000_000;

const LEASE = {
  type: "string",
  description: "From work_claim.",
  minLength: 1,
  maxLength: 120,
} as const;

const tokens = (description: string) =>
  ({ type: "integer", description, minimum: 0, maximum: MAX_REPORTED_TOKENS }) as const;

/** What the turn has used, for those who pay; whoever leaves it out is listed with unknown usage. */
const USED = {
  model: {
    type: "string",
    description: "Which model you are, as provider/model if you know it; its price is looked up by it.",
    maxLength: 80,
  },
  inputTokens: tokens(
    "Input tokens of this turn in all, without those that you report as read from or written to a cache.",
  ),
  outputTokens: tokens("Output tokens of this turn in all."),
  cacheReadTokens: tokens("Input tokens that came from the provider's cache."),
  cacheWriteTokens: tokens("Input tokens that were written to it."),
} as const;

export const WORK_TOOLS = {
  work_list: {
    name: "work_list",
    description:
      "List the work that waits for you and the leases that you hold. Look here first, and again after an interruption. Work with onHold cannot be claimed now: it says why, and until when if it ends by itself.",
    parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
    isRead: true,
  },
  work_claim: {
    name: "work_claim",
    description:
      "Take one piece of work: the named run, or the next one that waits. Answers with a lease and a context: the task, what happened (cause), messages since your last turn (news), decisions on calls of yours that waited (decisions), what earlier attempts did already (done), who is here (roster), statuses you may set now (allowedTargets). Without work it says so.",
    parameters: {
      type: "object",
      properties: {
        run: {
          type: "string",
          description: "From work_list; the next one by default.",
          minLength: 1,
          maxLength: 100,
        },
      },
      required: [],
      additionalProperties: false,
    },
    isRead: false,
  },
  work_progress: {
    name: "work_progress",
    description:
      "Keep the lease while you work on something that takes longer, and show people how far you are. The answer says whether a person asks you to stop (isStopRequested).",
    parameters: {
      type: "object",
      properties: {
        lease: LEASE,
        text: {
          type: "string",
          description: "What you are doing or writing; replaces the last.",
          maxLength: 50_000,
        },
      },
      required: ["lease"],
      additionalProperties: false,
    },
    isRead: false,
  },
  work_answer: {
    name: "work_answer",
    description:
      "End the turn with your answer, which is posted in the thread, once; the lease is over then. Set the task's status before.",
    parameters: {
      type: "object",
      properties: {
        lease: LEASE,
        answer: { type: "string", description: "Short, in Markdown.", minLength: 1, maxLength: 100_000 },
        ...USED,
      },
      required: ["lease", "answer"],
      additionalProperties: false,
    },
    isRead: false,
  },
  work_fail: {
    name: "work_fail",
    description:
      "End the turn because something broke that is not the task's fault. People are told the reason. For a question to a person use response_request, for a task that cannot go on task_status blocked; then end with work_answer.",
    parameters: {
      type: "object",
      properties: {
        lease: LEASE,
        reason: { type: "string", description: "What broke.", minLength: 1, maxLength: 2_000 },
        retry: {
          type: "string",
          description: "Whether it is worth trying again later.",
          enum: ["yes", "no"],
        },
        ...USED,
      },
      required: ["lease", "reason", "retry"],
      additionalProperties: false,
    },
    isRead: false,
  },
  work_give_back: {
    name: "work_give_back",
    description:
      "Put the work back where it waits, unfinished, without counting an attempt. When a person asked you to stop, it ends instead and does not come back by itself.",
    parameters: {
      type: "object",
      properties: { lease: LEASE, ...USED },
      required: ["lease"],
      additionalProperties: false,
    },
    isRead: false,
  },
} as const satisfies Record<WorkToolName, WorkTool>;
