/**
 * The one table of tools that agents have; the gateway plugin, MCP and HTTP doors are made from it.
 * `parameters` is JSON Schema for a model; the names are the arguments of `service/tools`.
 */
import type { Capabilities, Capability } from "../agent/capabilities.ts";

export const TOOL_NAMES = [
  "task_load",
  "task_status",
  "task_message",
  "document_upsert",
  "response_request",
] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

export type ToolParameter =
  | { type: "string"; description: string; enum?: readonly string[]; minLength?: number; maxLength?: number }
  | { type: "integer"; description: string; minimum?: number; maximum?: number };

export type Tool = {
  name: ToolName;
  /** What a model reads to decide when to call it. */
  description: string;
  parameters: {
    type: "object";
    properties: Record<string, ToolParameter>;
    required: readonly string[];
    additionalProperties: false;
  };
  /** The behaviour flag that it needs; null when every agent has it. */
  capability: Capability | null;
  /** A read repeats nothing, so a repeated attempt runs it again. */
  isRead: boolean;
};

export const TOOLS = {
  task_load: {
    name: "task_load",
    description:
      "Read the current task: its fields, status, assignees, latest messages and linked documents.",
    parameters: { type: "object", properties: {}, required: [], additionalProperties: false },
    capability: null,
    isRead: true,
  },
  task_status: {
    name: "task_status",
    description:
      "Set the status of the current task. Set in_progress when you start, review when the work is ready to be looked at, blocked (with a reason) when you cannot go on.",
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
      "Post a message in the thread of the current task while you work. Your final answer is posted by itself; use this for what others must know earlier. Mention with @slug.",
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
      "Write a document of the current task: a deliverable, note or reference that lasts. A document of the same title gets a new version; the old one is kept.",
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
          description: "What it is; deliverable by default.",
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
      "Ask a person a question that you need answered to go on. Posts it, notifies them and sets the task to blocked until they answer.",
    parameters: {
      type: "object",
      properties: {
        question: {
          type: "string",
          description: "The question, in Markdown.",
          minLength: 1,
          maxLength: 10_000,
        },
        member: { type: "string", description: "Slug of the person to ask; the task's creator by default." },
      },
      required: ["question"],
      additionalProperties: false,
    },
    capability: null,
    isRead: false,
  },
} as const satisfies Record<ToolName, Tool>;

export function toolsAllowedFor(capabilities: Capabilities): ToolName[] {
  return TOOL_NAMES.filter((name) => {
    const { capability } = TOOLS[name];
    return capability === null || capabilities[capability];
  });
}
