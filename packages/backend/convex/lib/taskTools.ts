/** Tools of every agent beyond the first few: fields, parts, history, documents, the team, approvals. */
import { activitySentence } from "@mc/shared/activity/describe";
import { excerpt } from "@mc/shared/message/limits";
import type { Priority } from "@mc/shared/task/priority";
import { isPriority } from "@mc/shared/task/priority";
import { partOf } from "@mc/shared/tools/results";
import { invalid, missing } from "../functions/errors";
import type { AgentMutationCtx } from "../functions/turn";
import { activitiesOfTask } from "./activities";
import { readRoster } from "./agentViews";
import { approvalStatusOf } from "./approvals";
import { withReads } from "./documentReads";
import { getDocumentOrThrow, versionOrThrow } from "./documents";
import { documentsOfTask } from "./documentViews";
import { readFileText } from "./fileTexts";
import { changeRun } from "./runState";
import { createTask, editTask } from "./tasks";
import { requireTaskHere } from "./threads";
import { once } from "./toolCalls";

const HISTORY_SHOWN = 40;

export type TaskFields = {
  title?: string | undefined;
  description?: string | undefined;
  priority?: number | undefined;
  labels?: string | undefined;
  prUrl?: string | undefined;
};

export async function taskUpdate(ctx: AgentMutationCtx, args: TaskFields) {
  return await once(ctx, {
    tool: "task_update",
    args,
    effect: async () => {
      const { labels, priority, ...texts } = args;
      await editTask(ctx, requireTaskHere(ctx.task), {
        ...texts,
        priority: priorityOf(priority),
        labels: labels?.split(","),
      });
      ctx.activity.bookkeeping("every field was already so");
      const fields = Object.keys(args).filter((key) => args[key as keyof TaskFields] !== undefined);
      return {
        result: { number: ctx.task.number, changed: fields },
        sentence: `Changed ${fields.join(", ")}.`,
      };
    },
  });
}

type NewTask = {
  title: string;
  description?: string | undefined;
  priority?: number | undefined;
  isPart?: "yes" | "no" | undefined;
};

export async function taskCreate(ctx: AgentMutationCtx, args: NewTask) {
  return await once(ctx, {
    tool: "task_create",
    args,
    effect: async () => {
      const { number } = await createTask(ctx, {
        title: args.title,
        description: args.description,
        priority: priorityOf(args.priority),
        parentId: args.isPart === "yes" ? requireTaskHere(ctx.task)._id : undefined,
      });
      return { result: { number }, sentence: `Created MC-${number}: "${excerpt(args.title, 80)}"` };
    },
  });
}

export async function taskHistory(ctx: AgentMutationCtx) {
  const page = await activitiesOfTask(ctx, requireTaskHere(ctx.task)._id, {
    numItems: HISTORY_SHOWN,
    cursor: null,
  });
  return {
    isMore: !page.isDone,
    events: page.page.map(({ event, actor, target, at }) => ({
      at,
      sentence: activitySentence({ event, actorName: actor.name, target }),
    })),
  };
}

export async function documentList(ctx: AgentMutationCtx) {
  const documents = await documentsOfTask(ctx, requireTaskHere(ctx.task)._id);
  return {
    documents: documents.map(({ documentId, title, kind, version, updatedAt, file }) => ({
      documentId,
      title,
      kind,
      version,
      updatedAt,
      ...(file ? { fileId: file.fileId } : {}),
    })),
  };
}

export async function documentRead(
  ctx: AgentMutationCtx,
  args: { documentId: string; offset?: number | undefined },
) {
  const documentId = ctx.db.normalizeId("documents", args.documentId);
  if (!documentId) throw missing("document");
  const document = await getDocumentOrThrow(ctx, documentId);
  if (document.state.status !== "active") throw missing("document");
  const { title, content, version, authorName } = await versionOrThrow(ctx, documentId, document.version);
  await changeRun(ctx, ctx.run, {
    documentsRead: withReads(ctx, ctx.run, [{ documentId, version, title }]),
  });
  ctx.activity.bookkeeping("what a run has read is part of its transcript");
  const { text, nextOffset } = partOf(content, args);
  const { file } = document;
  return {
    title,
    kind: document.kind,
    version,
    author: authorName,
    content: text,
    nextOffset,
    ...(file ? { fileId: file.fileId, note: "It is an uploaded file: read it with file_read." } : {}),
  };
}

export async function fileRead(ctx: AgentMutationCtx, args: { fileId: string; offset?: number | undefined }) {
  const fileId = ctx.db.normalizeId("files", args.fileId);
  if (!fileId) throw missing("file");
  ctx.activity.bookkeeping("reading changes nothing that people see");
  return await readFileText(ctx, fileId, args.offset);
}

export async function agentList(ctx: AgentMutationCtx) {
  const roster = await readRoster(ctx);
  return {
    agents: roster.map(({ name, slug, role, status, current, isLead }) => ({
      name,
      slug,
      role,
      status,
      isLead,
      workingOn: current ? `MC-${current.taskNumber}: ${current.taskTitle}` : null,
    })),
  };
}

export async function approvalStatus(ctx: AgentMutationCtx, { approvalId }: { approvalId: string }) {
  return await approvalStatusOf(ctx, approvalId);
}

function priorityOf(value: number | undefined): Priority | undefined {
  if (value === undefined || isPriority(value)) return value;
  throw invalid("A priority is 1, 2, 3, 4 or 5.", "priority");
}
