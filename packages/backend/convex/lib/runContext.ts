/** What an agent is told with a lease. News is bounded in number and length, and what is left out is counted. */

import { resolveCapabilities } from "@mc/shared/agent/capabilities";
import type { RunContext } from "@mc/shared/delivery/context";
import { taskKey } from "@mc/shared/task/limits";
import { allowedTargets } from "@mc/shared/task/transitions";
import { needsTask, toolsAllowedFor } from "@mc/shared/tools/catalog";
import type { Doc } from "../_generated/dataModel";
import { agentCaller, type ReadCtx, statusActor } from "../functions/context";
import { effectiveSettings } from "./agentSettings";
import { documentsFor } from "./contextDocuments";
import { decisionsFor } from "./decisions";
import { filesFor } from "./fileTexts";
import { loadRoster } from "./roster";
import { readDescription } from "./taskDescriptions";
import { isLeadChat } from "./threads";
import { madeAt } from "./times";
import { effectsOf } from "./toolCalls";

const NEWS_CHARACTERS = 40_000;
/** Unread messages are counted up to this number. */
const NEWS_SCANNED = 200;
const MAX_ROSTER = 100;

export type Turn = { agent: Doc<"agents">; task: Doc<"tasks">; run: Doc<"runs"> };

export async function buildRunContext(
  ctx: ReadCtx,
  turn: Turn,
  newsAfter: number,
): Promise<{ context: RunContext; newsThrough: number }> {
  const { agent, task, run } = turn;
  const caller = agentCaller(ctx.account, turn);
  const isChat = isLeadChat(task);
  const settings = effectiveSettings(ctx, agent);
  const roster = await loadRoster(ctx);
  const { news, olderNewsCount, isOlderNewsCountCapped, newsThrough } = await newsFor(ctx, turn, {
    newsAfter,
    most: settings.threadMessages,
  });
  const names = [
    ...task.memberIds.map((id) => roster.members.get(id)?.name),
    ...task.agentIds.map((id) => roster.agents.get(id)?.name),
  ];
  const context: RunContext = {
    agent: { name: agent.name, slug: agent.slug, role: agent.role },
    task: isChat
      ? null
      : {
          number: task.number,
          title: task.title,
          description: await readDescription(ctx, task._id),
          status: task.state.status,
          priority: task.priority,
          labels: task.labels,
          dueAt: task.dueAt,
          assignees: names.filter((name) => name !== undefined),
        },
    promptPrefix: settings.promptPrefix,
    cause: {
      kind: run.cause.kind,
      sentence: causeSentence(run, task),
      actorName: run.cause.actorName,
    },
    news,
    olderNewsCount,
    isOlderNewsCountCapped,
    documents: await documentsFor(ctx, task, settings.documents),
    decisions: await decisionsFor(ctx, turn),
    roster: [
      ...[...roster.members.values()].map(({ name, slug, role }) => ({
        name,
        slug,
        kind: "member" as const,
        role,
      })),
      ...[...roster.agents.values()].map(({ name, slug, role }) => ({
        name,
        slug,
        kind: "agent" as const,
        role,
      })),
    ].slice(0, MAX_ROSTER),
    allowedTools: toolsAllowedFor(
      resolveCapabilities(agent.capabilities, ctx.account.settings.agentDefaults),
      agent.isLead === true,
    ).filter((name) => !isChat || !needsTask(name)),
    allowedTargets: isChat
      ? []
      : allowedTargets(
          {
            status: task.state.status,
            assigneeCount: task.memberIds.length + task.agentIds.length,
            openBlockerCount: task.openBlockerCount,
          },
          statusActor(caller),
        ),
    done: await effectsOf(ctx, run),
    notificationTypes: run.notificationTypes,
  };
  return { context, newsThrough };
}

async function newsFor(
  ctx: ReadCtx,
  { agent, task, run }: Turn,
  { newsAfter, most }: { newsAfter: number; most: number },
) {
  const rows = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) =>
      q.eq("accountId", ctx.account._id).eq("taskId", task._id).gt("_creationTime", newsAfter),
    )
    .order("desc")
    .take(NEWS_SCANNED);
  const unread = rows.filter(
    ({ author, deletedAt }) =>
      deletedAt === null && !(author.kind === "agent" && author.agentId === agent._id),
  );
  let characters = 0;
  const shown = unread.slice(0, most).filter((message, index) => {
    characters += message.body.length;
    return index === 0 || characters <= NEWS_CHARACTERS;
  });
  const news = await Promise.all(
    shown.reverse().map(async (message) => {
      const files = await filesFor(ctx, message.fileIds);
      return {
        messageId: message._id as string,
        authorName: message.authorName,
        authorKind: message.author.kind,
        body: message.body,
        at: madeAt(message),
        ...(files.length > 0 ? { files } : {}),
      };
    }),
  );
  return {
    news,
    olderNewsCount: unread.length - news.length,
    isOlderNewsCountCapped: rows.length === NEWS_SCANNED,
    newsThrough: rows[0]?._creationTime ?? Math.max(newsAfter, run.newsThrough),
  };
}

export function causeSentence({ cause }: Doc<"runs">, task: Doc<"tasks">): string {
  const key = taskKey(task.number);
  switch (cause.kind) {
    case "assignment":
      return `${cause.actorName} assigned ${key} to you.`;
    case "mention":
      return `${cause.actorName} mentioned you in ${key}.`;
    case "thread_update":
      return `${cause.actorName} wrote in ${key}.`;
    case "status_change":
      return `${cause.actorName} put ${key} back to work.`;
    case "review_request":
      return `${cause.actorName} asks you to review ${key}.`;
    case "response_request":
      return `${cause.actorName} needs an answer from you in ${key}.`;
    case "task_unblocked":
      return `What blocked ${key} is done.`;
    case "parts_done":
      return `All sub-tasks of ${key} are done.`;
    case "approval_decided":
      return cause.actor.kind === "member"
        ? `${cause.actorName} decided about a call of yours in ${key} that waited.`
        : `A call of yours in ${key} that waited was decided about.`;
    case "heartbeat":
      return `There is news in ${key} that you have not seen.`;
  }
}
