/** What the agents' tools do. Each is one small act on the task of the session whose turn is running. */

import { cutMessage } from "@mc/shared/delivery/contextBounds";
import type { DocumentKind } from "@mc/shared/document/kinds";
import { excerpt } from "@mc/shared/message/limits";
import { STATUS_LABEL, type TaskStatus } from "@mc/shared/task/status";
import { allowedTargets } from "@mc/shared/task/transitions";
import { MAX_SKIPPED_MESSAGES } from "@mc/shared/tools/catalog";
import { partOf } from "@mc/shared/tools/results";
import type { Doc } from "../_generated/dataModel";
import { statusActor } from "../functions/context";
import { forbidden, invalid, missing } from "../functions/errors";
import type { AgentMutationCtx } from "../functions/turn";
import { assigneesOf } from "./assignees";
import { upsertDocument } from "./documents";
import { documentsOfTask } from "./documentViews";
import { filesFor } from "./fileTexts";
import { postMessage } from "./messages";
import { listMembers, loadRoster } from "./roster";
import { readDescription } from "./taskDescriptions";
import { changeStatus } from "./taskStatus";
import { getTaskByNumberOrThrow, getTaskOrThrow } from "./tasks";
import { requireTaskHere } from "./threads";
import { madeAt } from "./times";
import { once } from "./toolCalls";

const MESSAGES_SHOWN = 20;
/** Of all messages, and of the description, in one answer. */
const THREAD_CHARACTERS = 8_000;
const DESCRIPTION_CHARACTERS = 8_000;

type AttachedFile = Awaited<ReturnType<typeof filesFor>>[number];
type Part = {
  /** Of a task that is not the current one; the squad lead sees every thread. */
  number?: number | undefined;
  offset?: number | undefined;
  skipMessages?: number | undefined;
};

export async function taskLoad(ctx: AgentMutationCtx, part: Part) {
  return await once(ctx, {
    tool: "task_load",
    args: part,
    effect: async () => ({ result: await readTask(ctx, part), sentence: null }),
  });
}

/** A message of the thread, whole; the squad lead's of any thread. */
export async function messageRead(
  ctx: AgentMutationCtx,
  { messageId: text, offset }: { messageId: string; offset?: number | undefined },
) {
  const messageId = ctx.db.normalizeId("messages", text.trim());
  const message = messageId ? await ctx.db.get("messages", messageId) : null;
  const isInReach = message?.taskId === ctx.task._id || ctx.agent.isLead === true;
  if (!message || !isInReach || message.deletedAt !== null) throw missing("message");
  const part = partOf(message.body, { offset });
  const [author, at] = [message.authorName, madeAt(message)];
  return { author, at, body: part.text, nextOffset: part.nextOffset };
}

export async function taskStatus(
  ctx: AgentMutationCtx,
  args: { status: TaskStatus; reason?: string | undefined },
) {
  return await once(ctx, {
    tool: "task_status",
    args,
    effect: async () => {
      const task = await changeStatus(ctx, requireTaskHere(ctx.task), {
        to: args.status,
        reason: args.reason,
      });
      const { status } = task.state;
      return {
        result: { number: task.number, status, allowed: targetsOf(ctx, task) },
        sentence: `Set the task to ${STATUS_LABEL[status].toLowerCase()}.`,
      };
    },
  });
}

export async function taskMessage(ctx: AgentMutationCtx, args: { body: string }) {
  return await once(ctx, {
    tool: "task_message",
    args,
    effect: async () => {
      const { messageId } = await postMessage(ctx, {
        task: ctx.task,
        body: args.body,
        kind: "message",
        origin: originOf(ctx),
      });
      return { result: { messageId }, sentence: `Posted in the thread: "${excerpt(args.body)}"` };
    },
  });
}

type DocumentArgs = { title: string; content: string; kind?: DocumentKind | undefined };

export async function documentUpsert(ctx: AgentMutationCtx, args: DocumentArgs) {
  return await once(ctx, {
    tool: "document_upsert",
    args,
    effect: async () => {
      const written = await upsertDocument(ctx, {
        task: requireTaskHere(ctx.task),
        runId: ctx.run._id,
        read: ctx.run.documentsRead,
        ...args,
      });
      ctx.activity.bookkeeping("a text that is already there gets no new version");
      return {
        result: { documentId: written.documentId, version: written.version },
        sentence: `Wrote the document "${args.title.trim()}", version ${written.version}.`,
      };
    },
  });
}

/** Asks a person: posts the question, tells them, and blocks the task where its status allows that. */
export async function responseRequest(
  ctx: AgentMutationCtx,
  args: { question: string; member?: string | undefined },
) {
  return await once(ctx, {
    tool: "response_request",
    args,
    effect: async () => {
      requireTaskHere(ctx.task);
      const asked = await askedMember(ctx, args.member);
      const { messageId } = await postMessage(ctx, {
        task: ctx.task,
        body: args.question,
        kind: "message",
        origin: originOf(ctx),
        asked: [{ kind: "member", memberId: asked._id }],
      });
      let task = await getTaskOrThrow(ctx, ctx.task._id);
      if (targetsOf(ctx, task).includes("blocked")) {
        const reason = `Waiting for ${asked.name}: ${excerpt(args.question, 200)}`;
        task = await changeStatus(ctx, task, { to: "blocked", reason, isQuiet: true });
      }
      const result = { messageId, asked: asked.slug, status: task.state.status };
      return { result, sentence: `Asked ${asked.name}: "${excerpt(args.question)}"` };
    },
  });
}

/** From the newest that is not left out back, as many as fit, and how many to leave out to see what comes before them. */
async function readMessages(ctx: AgentMutationCtx, task: Doc<"tasks">, skipped: number) {
  const skip = Math.min(MAX_SKIPPED_MESSAGES, Math.max(0, Math.trunc(skipped)));
  const rows = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", task._id))
    .order("desc")
    .take(skip + MESSAGES_SHOWN + 1);
  const messages: { author: string; at: number; body: string; files?: AttachedFile[] }[] = [];
  let used = 0;
  let characters = 0;
  for (const row of rows.slice(skip)) {
    const { _id, authorName: author, deletedAt, fileIds } = row;
    const [at, body] = [madeAt(row), cutMessage(_id, row.body)];
    const isFull = used === MESSAGES_SHOWN || characters + body.length > THREAD_CHARACTERS;
    if (isFull && messages.length > 0) break;
    used += 1;
    characters += body.length;
    if (deletedAt !== null) continue;
    const files = await filesFor(ctx, fileIds);
    messages.unshift({ author, at, body, ...(files.length > 0 ? { files } : {}) });
  }
  return { messages, nextSkip: skip + used < rows.length ? skip + used : null };
}

async function readTask(ctx: AgentMutationCtx, { number, offset, skipMessages = 0 }: Part) {
  const task = await taskNamed(ctx, number);
  const roster = await loadRoster(ctx);
  const { messages, nextSkip } = await readMessages(ctx, task, skipMessages);
  const whole = await readDescription(ctx, task._id);
  const description = partOf(whole, { offset, most: DESCRIPTION_CHARACTERS });
  return {
    number: task.number,
    title: task.title,
    description: description.text,
    nextOffset: description.nextOffset,
    status: task.state.status,
    blockedReason: task.state.status === "blocked" ? task.state.reason : null,
    priority: task.priority,
    labels: task.labels,
    dueAt: task.dueAt,
    assignees: assigneesOf(task)
      .map((one) =>
        one.kind === "member" ? roster.members.get(one.memberId)?.name : roster.agents.get(one.agentId)?.name,
      )
      .filter((name) => name !== undefined),
    // The status of another task is nobody's to change from here.
    allowed: task._id === ctx.task._id ? targetsOf(ctx, task) : [],
    messages,
    nextSkip,
    olderMessages: Math.max(0, task.messageCount - skipMessages - messages.length),
    documents: (await documentsOfTask(ctx, task._id)).map(({ documentId, title, kind, version, file }) => ({
      documentId,
      title,
      kind,
      version,
      ...(file ? { fileId: file.fileId } : {}),
    })),
  };
}

async function taskNamed(ctx: AgentMutationCtx, number: number | undefined): Promise<Doc<"tasks">> {
  if (number === undefined || number === ctx.task.number) return ctx.task;
  if (ctx.agent.isLead !== true)
    throw forbidden("Only the squad lead may read other tasks. Ask them, or leave the number out.");
  return await getTaskByNumberOrThrow(ctx, number);
}

async function askedMember(ctx: AgentMutationCtx, slug: string | undefined): Promise<Doc<"memberships">> {
  const members = await listMembers(ctx);
  const wanted = slug?.replace(/^@/, "").toLowerCase();
  const { creator } = ctx.task;
  const found =
    wanted === undefined
      ? (members.find((member) => creator.kind === "member" && member._id === creator.memberId) ??
        members.find((member) => member.role === "owner"))
      : members.find((member) => member.slug === wanted);
  if (!found) throw invalid(`There is no person @${wanted ?? "?"} in this account.`, "member");
  return found;
}

function targetsOf(ctx: AgentMutationCtx, task: Doc<"tasks">): TaskStatus[] {
  return allowedTargets(
    {
      status: task.state.status,
      assigneeCount: assigneesOf(task).length,
      openBlockerCount: task.openBlockerCount,
    },
    statusActor(ctx.caller),
  );
}

function originOf({ run }: AgentMutationCtx) {
  return { runId: run._id, model: run.model, isDemoModel: run.isDemoModel };
}
