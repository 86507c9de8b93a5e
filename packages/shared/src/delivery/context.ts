/** What a runtime is given with a lease: all that the agent's turn needs, and nothing of another account. */
import type { NotificationType } from "../notification/types.ts";
import type { TaskStatus } from "../task/status.ts";

export type RunContext = {
  agent: { name: string; slug: string; role: string };
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
  }[];
  /** How many more unread messages lie before `news`; never cut in silence. */
  olderNewsCount: number;
  /** True when there are even more than `olderNewsCount`. */
  isOlderNewsCountCapped: boolean;
  roster: { name: string; slug: string; kind: "member" | "agent"; role: string }[];
  allowedTools: string[];
  allowedTargets: TaskStatus[];
  /** What earlier attempts of this run have already done, one sentence each. */
  done: string[];
  notificationTypes: NotificationType[];
};
