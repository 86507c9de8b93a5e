/**
 * The one table of tools that agents have; the gateway plugin, MCP and HTTP doors are made from it.
 * `parameters` is JSON Schema for a model; the names are the arguments of `service/tools`.
 */
import type { Capabilities, Capability } from "../agent/capabilities.ts";

export const TOOL_NAMES = [
  "task_load",
  "message_read",
  "task_status",
  "task_message",
  "document_upsert",
  "response_request",
  "task_update",
  "task_create",
  "task_history",
  "task_list",
  "task_search",
  "task_assign",
  "document_list",
  "document_read",
  "file_read",
  "agent_list",
  "skill_list",
  "approval_status",
  "standup_read",
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

export type ToolParameter =
  | { type: "string"; description: string; enum?: readonly string[]; minLength?: number; maxLength?: number }
  | { type: "integer"; description: string; minimum?: number; maximum?: number };

export type ToolParameters = {
  type: "object";
  properties: Record<string, ToolParameter>;
  required: readonly string[];
  additionalProperties: false;
};

export type Tool = {
  name: ToolName;
  /** What a model reads to decide when to call it. */
  description: string;
  parameters: ToolParameters;
  /** The behaviour flag that it needs; null when every agent has it. */
  capability: Capability | null;
  /** A read repeats nothing, so a repeated attempt runs it again. */
  isRead: boolean;
  /** Only the squad lead has it. */
  isForLead?: true;
};

/** How far back task_load goes in a thread. */
export const MAX_SKIPPED_MESSAGES = 400;

export const TOOLS = {
  task_load: {
    name: "task_load",
    description:
      "Read the current task: its fields, status, assignees, latest messages and linked documents. Long texts come in parts: where the answer has nextOffset or nextSkip, call again with it to go on.",
    parameters: {
      type: "object",
      properties: {
        number: {
          type: "integer",
          description: "Only for the squad lead: another task, as 42 in MC-42.",
          minimum: 1,
        },
        offset: {
          type: "integer",
          description: "Where to go on in the description: nextOffset of the last answer.",
          minimum: 0,
        },
        skipMessages: {
          type: "integer",
          description: "How many of the newest messages to leave out: nextSkip of the last answer.",
          minimum: 0,
          maximum: MAX_SKIPPED_MESSAGES,
        },
      },
      required: [],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  message_read: {
    name: "message_read",
    description:
      "Read the whole of a message that was shown to you cut. A long one comes in parts: where the answer has a nextOffset, call again with it to go on.",
    parameters: {
      type: "object",
      properties: {
        messageId: { type: "string", description: "It stands where the message was cut.", minLength: 1 },
        offset: {
          type: "integer",
          description: "Where to go on: nextOffset of the last answer; the beginning by default.",
          minimum: 0,
        },
      },
      required: ["messageId"],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  task_status: {
    name: "task_status",
    description:
      "Set the status of the current task. blocked needs a reason; done is for work of others that you have reviewed, if you are allowed to.",
    parameters: {
      type: "object",
      properties: {
        status: {
          type: "string",
          description: "The new status.",
          enum: ["in_progress", "review", "blocked", "done"],
        },
        reason: { type: "string", description: "Why. Required for blocked.", maxLength: 1000 },
      },
      required: ["status"],
      additionalProperties: false,
    },
    capability: "canModifyTaskStatus",
    isRead: false,
  },
  task_message: {
    name: "task_message",
    description:
      "Post in the thread of the current task what others must know before your final answer. Mention with @slug.",
    parameters: {
      type: "object",
      properties: { body: { type: "string", description: "Markdown.", minLength: 1, maxLength: 100_000 } },
      required: ["body"],
      additionalProperties: false,
    },
    capability: null,
    isRead: false,
  },
  document_upsert: {
    name: "document_upsert",
    description:
      "Write a document of the current task: a deliverable, note or reference that lasts. With exactly the title of one of its documents you write a new version that replaces the whole text: read it first and send everything.",
    parameters: {
      type: "object",
      properties: {
        title: {
          type: "string",
          description: "Title, unique within the task.",
          minLength: 1,
          maxLength: 200,
        },
        content: { type: "string", description: "The whole text, in Markdown.", maxLength: 200_000 },
        kind: {
          type: "string",
          description: "What it is. Left out, it stays as it was; a new one is a deliverable.",
          enum: ["deliverable", "note", "template", "reference"],
        },
      },
      required: ["title", "content"],
      additionalProperties: false,
    },
    capability: "canCreateDocuments",
    isRead: false,
  },
  response_request: {
    name: "response_request",
    description:
      "Ask a person a question that you need answered to go on. It posts the question, notifies them and sets the task to blocked: do none of that again, do not repeat the question in your answer, and end your turn. Their reply wakes you; then set in_progress.",
    parameters: {
      type: "object",
      properties: {
        question: {
          type: "string",
          description: "The question, in Markdown.",
          minLength: 1,
          maxLength: 10_000,
        },
        member: {
          type: "string",
          description:
            "Slug of a person in the list of who is here (to ask an agent, mention it in your answer). By default the task's creator, or the owner where an agent created it.",
        },
      },
      required: ["question"],
      additionalProperties: false,
    },
    capability: null,
    isRead: false,
  },
  task_update: {
    name: "task_update",
    description: "Change fields of the current task. Leave out what stays as it is.",
    parameters: {
      type: "object",
      properties: {
        title: { type: "string", description: "The new title.", minLength: 1, maxLength: 500 },
        description: {
          type: "string",
          description:
            "The whole new description, in Markdown; it replaces the old one, so read all its parts first.",
          maxLength: 100_000,
        },
        priority: { type: "integer", description: "1 critical … 5 lowest.", minimum: 1, maximum: 5 },
        labels: {
          type: "string",
          description: "All labels, also those that stay, with commas between them.",
          maxLength: 1_000,
        },
        prUrl: { type: "string", description: "Address of the pull request with the work.", maxLength: 500 },
      },
      required: [],
      additionalProperties: false,
    },
    capability: "canModifyTaskStatus",
    isRead: false,
  },
  task_create: {
    name: "task_create",
    description:
      "Create a task for work that is not part of the current one, or with isPart a part of it. It starts in the inbox with nobody on it; the answer is its number, 43 for MC-43.",
    parameters: {
      type: "object",
      properties: {
        title: { type: "string", description: "What is to be done.", minLength: 1, maxLength: 500 },
        description: { type: "string", description: "Markdown.", maxLength: 100_000 },
        priority: { type: "integer", description: "1 critical … 5 lowest.", minimum: 1, maximum: 5 },
        isPart: {
          type: "string",
          description: "Whether it is a part of the current task; no by default.",
          enum: ["yes", "no"],
        },
      },
      required: ["title"],
      additionalProperties: false,
    },
    capability: "canCreateTasks",
    isRead: false,
  },
  task_history: {
    name: "task_history",
    description: "Read what happened to the current task, newest first: who did what and when.",
    parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
    capability: null,
    isRead: true,
  },
  task_list: {
    name: "task_list",
    description: "List tasks of the account, newest first, or those of one status or assignee.",
    parameters: {
      type: "object",
      properties: {
        status: {
          type: "string",
          description: "Only this status.",
          enum: ["inbox", "assigned", "in_progress", "review", "blocked", "done"],
        },
        assignee: { type: "string", description: "Slug of a person or agent, without @." },
      },
      required: [],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
    isForLead: true,
  },
  task_search: {
    name: "task_search",
    description: "Find tasks, messages and documents by words.",
    parameters: {
      type: "object",
      properties: { text: { type: "string", description: "Words to find.", minLength: 1, maxLength: 200 } },
      required: ["text"],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
    isForLead: true,
  },
  task_assign: {
    name: "task_assign",
    description:
      "Hand a task to people or agents, who are told and woken by it. They are added to those who have it.",
    parameters: {
      type: "object",
      properties: {
        number: { type: "integer", description: "Number of the task, as in MC-42.", minimum: 1 },
        assignees: {
          type: "string",
          description: "Slugs, with commas between them.",
          minLength: 1,
          maxLength: 500,
        },
      },
      required: ["number", "assignees"],
      additionalProperties: false,
    },
    capability: null,
    isRead: false,
    isForLead: true,
  },
  document_list: {
    name: "document_list",
    description: "List the documents of the current task.",
    parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
    capability: null,
    isRead: true,
  },
  document_read: {
    name: "document_read",
    description:
      "Read the newest version of a document of the account. A long one comes in parts: where the answer has a nextOffset, call again with it to go on.",
    parameters: {
      type: "object",
      properties: {
        documentId: {
          type: "string",
          description:
            "From document_list, task_load or task_search, or what follows /docs/ in a link in the thread.",
          minLength: 1,
        },
        offset: {
          type: "integer",
          description: "Where to go on: nextOffset of the last answer; the beginning by default.",
          minimum: 0,
        },
      },
      required: ["documentId"],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  file_read: {
    name: "file_read",
    description:
      "Read a text, Markdown, CSV or JSON file that is attached to a message or kept among the documents. A long one comes in parts: where the answer has a nextOffset, call again with it to go on. Of images, PDF and office files you get name, type and size only.",
    parameters: {
      type: "object",
      properties: {
        fileId: {
          type: "string",
          description:
            "From the files of a message or a document, as you were told it or as task_load lists it.",
          minLength: 1,
        },
        offset: {
          type: "integer",
          description: "Where to go on: nextOffset of the last answer; the beginning by default.",
          minimum: 0,
        },
      },
      required: ["fileId"],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  agent_list: {
    name: "agent_list",
    description: "List the agents of the account: slug, role, who leads, and what each is working on.",
    parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
    capability: null,
    isRead: true,
  },
  skill_list: {
    name: "skill_list",
    description:
      "List your skills: what each is for. With a slug, read that skill's whole text before you do work it covers.",
    parameters: {
      type: "object",
      properties: { slug: { type: "string", description: "One skill, to read its text.", minLength: 1 } },
      required: [],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  approval_status: {
    name: "approval_status",
    description:
      "Ask whether a person has decided on a call that waits: pending, approved (make it once more), refused or expired (it was not done), used or withdrawn (the request is over).",
    parameters: {
      type: "object",
      properties: {
        approvalId: { type: "string", description: "From the answer of the call.", minLength: 1 },
      },
      required: ["approvalId"],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
  standup_read: {
    name: "standup_read",
    description:
      "Read the team's newest daily stand-up, or that of one day: done, in progress, blocked and why, in review, decided. counts say how many there are in all.",
    parameters: {
      type: "object",
      properties: {
        day: {
          type: "string",
          description: "As 2026-11-22; the newest by default.",
          minLength: 10,
          maxLength: 10,
        },
      },
      required: [],
      additionalProperties: false,
    },
    capability: null,
    isRead: true,
  },
} as const satisfies Record<ToolName, Tool>;

/** The tools that an agent is offered; some are the squad lead's alone. */
export function toolsAllowedFor(capabilities: Capabilities, isLead: boolean): ToolName[] {
  return TOOL_NAMES.filter((name) => {
    const { capability, isForLead }: Tool = TOOLS[name];
    if (isForLead && !isLead) return false;
    return capability === null || capabilities[capability];
  });
}

const TOOLS_OF_A_TASK: readonly ToolName[] = [
  "task_status",
  "task_update",
  "task_history",
  "document_upsert",
  "document_list",
  "response_request",
];

/** Whether it acts on the task of the session; in a chat there is none. */
export function needsTask(name: ToolName): boolean {
  return TOOLS_OF_A_TASK.includes(name);
}
