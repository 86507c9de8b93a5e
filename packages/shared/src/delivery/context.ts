/** What a runtime is given with a lease: all that the agent's turn needs, and nothing of another account. */
import type { DocumentKind } from "../document/kinds.ts";
import type { NotificationType } from "../notification/types.ts";
import type { TaskStatus } from "../task/status.ts";

export type RunContext = {
  agent: { name: string; slug: string; role: string };
  /** What an admin wants said before everything else; empty for nothing. */
  promptPrefix: string;
  task: {
    number: number;
    title: string;
    description: string;
    status: TaskStatus;
    priority: number;
    labels: string[];
    dueAt: number | null;
    assignees: string[];
  } | null;
  cause: { kind: string; sentence: string; actorName: string };
  /** Messages since this agent's last turn, oldest first. */
  news: {
    messageId: string;
    authorName: string;
    authorKind: "member" | "agent" | "system";
    body: string;
    at: number;
    /** What hangs on it; left out where nothing does. */
    files?: { fileId: string; name: string; type: string; size: number }[];
  }[];
  /** How many more unread messages lie before `news`; never cut in silence. */
  olderNewsCount: number;
  /** True when there are even more than `olderNewsCount`. */
  isOlderNewsCountCapped: boolean;
  /** Linked to the task, newest first; `text` is null where only the title is told, and may be a beginning. */
  documents: {
    documentId: string;
    title: string;
    kind: DocumentKind;
    version: number;
    /** Of an uploaded file, which has no text of its own. */
    fileId?: string;
    text: string | null;
  }[];
  /** What people decided about calls of this agent that waited, and which still wait, one sentence each. */
  decisions: string[];
  roster: { name: string; slug: string; kind: "member" | "agent"; role: string }[];
  allowedTools: string[];
  allowedTargets: TaskStatus[];
  /** What earlier attempts of this run have already done, one sentence each. */
  done: string[];
  notificationTypes: NotificationType[];
};
