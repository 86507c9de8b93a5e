import type { SearchType } from "@mc/shared/search/types";
import { Bot, CircleDot, FileText, type LucideIcon, MessageSquare, Play, User } from "lucide-react";
import type { SearchHit } from "./use-search";

/** What each type of result is called. */
export const TYPE_LOOK = {
  task: { one: "Task", many: "Tasks", icon: CircleDot },
  message: { one: "Message", many: "Messages", icon: MessageSquare },
  document: { one: "Document", many: "Documents", icon: FileText },
  agent: { one: "Agent", many: "Agents", icon: Bot },
  member: { one: "Person", many: "People", icon: User },
  run: { one: "Run", many: "Runs", icon: Play },
} as const satisfies Record<SearchType, { one: string; many: string; icon: LucideIcon }>;

/** The exact place of a hit. */
export function hitHref({ target }: SearchHit, accountSlug: string): string {
  const base = `/${accountSlug}`;
  switch (target.kind) {
    case "task":
      return `${base}/tasks/${target.number}`;
    case "message":
      return `${base}/tasks/${target.taskNumber}?message=${target.messageId}`;
    case "document":
      return `${base}/docs/${target.documentId}`;
    case "agent":
      return `${base}/agents/${target.agentId}`;
    case "member":
      return `${base}/settings/members`;
    case "run":
      return `${base}/tasks/${target.taskNumber}?run=${target.runId}`;
  }
}

/** A key that no other hit has. */
export function hitKey({ target }: SearchHit): string {
  switch (target.kind) {
    case "task":
      return `task-${target.number}`;
    case "message":
      return target.messageId;
    case "document":
      return target.documentId;
    case "agent":
      return target.agentId;
    case "member":
      return target.memberId;
    case "run":
      return target.runId;
  }
}
