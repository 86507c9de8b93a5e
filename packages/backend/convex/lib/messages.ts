/** The thread of a task: one function writes messages, whoever the author is and through whichever door. */
import { can } from "@mc/shared/account/roles";
import { excerpt, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH } from "@mc/shared/message/limits";
import { type ResolvedMentions, resolveMentions } from "@mc/shared/message/mentions";
import { taskKey } from "@mc/shared/task/limits";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type RecipientRef, type WriteCtx } from "../functions/context";
import { conflict, forbidden, invalid, missing, refuse } from "../functions/errors";
import { announce, routesFor } from "./deliver";
import { claimFile, releaseFile } from "./files";
import { freeThread } from "./loops";
import { recordMetric } from "./metrics";
import { countMessage } from "./rateLimits";
import { loadRoster, mentionRoster, type Roster, sameRecipient } from "./roster";
import { subscribe } from "./subscriptions";
import { messageTarget } from "./targets";
import { foldedField, requireText } from "./text";
import { markUnread } from "./threadReads";
import { isLeadChat } from "./threads";
import { actTime, originalOf } from "./times";

type Message = Doc<"messages">;

const BODY = { what: "The message", field: "body", max: MAX_MESSAGE_LENGTH };

export type MessageDraft = {
  task: Doc<"tasks">;
  body: string;
  kind: Message["kind"];
  clientKey?: string;
  /** The run that writes it, with the model that it used. */
  origin?: { runId: Id<"runs">; model: string | null; isDemoModel: boolean };
  /** Who has to answer, when the message is a question. */
  asked?: RecipientRef[];
  /** The message of the same thread that it answers. */
  replyToId?: Id<"messages"> | undefined;
  uploads?: { storageId: Id<"_storage">; name: string }[] | undefined;
  /** An answer that has arrived is kept even when a name in it is ambiguous. */
  isLenient?: boolean;
};

export async function postMessage(
  ctx: WriteCtx,
  draft: MessageDraft,
): Promise<{ messageId: Id<"messages"> }> {
  const { task, kind } = draft;
  const clientKey = draft.clientKey === undefined ? null : `${authorKey(ctx)}:${draft.clientKey}`;
  const known = clientKey === null ? null : await messageByKey(ctx, clientKey);
  if (known) return { messageId: known._id };
  if (task.state.status === "archived" && ctx.caller.kind === "member" && !isLeadChat(task)) {
    throw conflict(`${taskKey(task.number)} is archived; restore it to write.`, "archived");
  }
  const isFilesOnly = !draft.body.trim() && (draft.uploads?.length ?? 0) > 0;
  const body = isFilesOnly ? "" : requireText(draft.body, BODY);
  const roster = await loadRoster(ctx);
  const resolved = resolveMentions(body, mentionRoster(roster));
  if (!draft.isLenient) requireUnambiguous(resolved);
  const extras = await requireExtras(ctx, draft);
  if (kind !== "answer") await countMessage(ctx);
  const messageId = await ctx.db.insert("messages", {
    accountId: ctx.account._id,
    taskId: task._id,
    author: actorRef(ctx.caller),
    authorName: callerName(ctx.caller),
    kind,
    body,
    ...foldedField(body),
    mentions: resolved.mentions,
    clientKey,
    runId: draft.origin?.runId ?? null,
    model: draft.origin?.model ?? null,
    isDemoModel: draft.origin?.isDemoModel ?? false,
    editedAt: null,
    deletedAt: null,
    ...extras,
    ...originalOf(ctx),
  });
  await ctx.db.patch("tasks", task._id, {
    messageCount: task.messageCount + 1,
    lastMessageAt: actTime(ctx),
  });
  await recordMetric(ctx, { messages: 1 }, { of: [actorRef(ctx.caller)] });
  await ctx.activity.record({
    event: { type: "message_created", messageKind: kind, excerpt: excerpt(body) },
    target: messageTarget({ _id: messageId }, task),
    taskId: task._id,
  });
  if (ctx.caller.kind === "member") await freeThread(ctx, task._id);
  const mentioned = mentionedRecipients(resolved);
  const author = actorRef(ctx.caller);
  const taking = author.kind === "system" ? mentioned : [author, ...mentioned, ...(draft.asked ?? [])];
  // The chat asks whoever leads now; an agent that led once does not listen on.
  await subscribe(ctx, task, isLeadChat(task) ? taking.filter(({ kind }) => kind === "member") : taking);
  const event = {
    kind: "message_posted" as const,
    isNote: kind === "note",
    mentioned,
    asked: draft.asked ?? [],
  };
  const told = await announce(ctx, event, { task, messageId, body: excerpt(body, 280), roster });
  await markUnread(ctx, task._id, told);
  return { messageId };
}

export type PreviewOf = { task: Doc<"tasks"> | null; body: string; asked?: RecipientRef[] };

/** Who would be told and woken, asked before sending. */
export async function previewMessage(ctx: ReadCtx, { task, body, asked = [] }: PreviewOf) {
  const roster = await loadRoster(ctx);
  const resolved = resolveMentions(body, mentionRoster(roster));
  const event = {
    kind: "message_posted" as const,
    isNote: false,
    mentioned: mentionedRecipients(resolved),
    asked,
  };
  const routes = await routesFor(ctx, event, { task, roster });
  return {
    notifies: routes.flatMap(({ recipient }) => {
      if (recipient.kind !== "member") return [];
      const member = roster.members.get(recipient.memberId);
      return member ? [{ kind: "member" as const, id: member._id, name: member.name }] : [];
    }),
    wakes: routes.flatMap(({ recipient }) => {
      if (recipient.kind !== "agent") return [];
      const agent = roster.agents.get(recipient.agentId);
      return agent ? [{ agentId: agent._id, name: agent.name }] : [];
    }),
    problems: resolved.problems,
  };
}

export async function editMessage(ctx: WriteCtx, message: Message, text: string) {
  requireOwn(ctx, message);
  if (message.deletedAt !== null) throw missing("message");
  const body = requireText(text, BODY);
  if (body === message.body) return { editedAt: message.editedAt };
  const task = await taskOf(ctx, message);
  const roster = await loadRoster(ctx);
  const read = (said: string) => resolveMentions(said, mentionRoster(roster));
  const resolved = read(body);
  requireUnambiguous(resolved);
  const editedAt = Date.now();
  await ctx.db.patch("messages", message._id, {
    body,
    ...foldedField(body),
    mentions: resolved.mentions,
    editedAt,
  });
  await ctx.activity.record({
    event: { type: "message_edited", from: message.body, to: body },
    target: messageTarget(message, task),
    taskId: task._id,
  });
  const known = mentionedRecipients(read(message.body));
  const mentioned = mentionedRecipients(resolved).filter(
    (one) => !known.some((other) => sameRecipient(one, other)),
  );
  await tellOfMentions(ctx, { task, message, mentioned, body, roster });
  return { editedAt };
}

type AddedMentions = {
  task: Doc<"tasks">;
  message: Message;
  mentioned: RecipientRef[];
  body: string;
  roster: Roster;
};

/** Whom an edit names for the first time hears of it as if the message had named them at once; nobody else hears of an edit. */
async function tellOfMentions(ctx: WriteCtx, added: AddedMentions): Promise<void> {
  const { task, message, mentioned, body, roster } = added;
  if (mentioned.length === 0) return;
  await subscribe(
    ctx,
    task,
    isLeadChat(task) ? mentioned.filter(({ kind }) => kind === "member") : mentioned,
  );
  const event = { kind: "mention_added" as const, isNote: message.kind === "note", mentioned };
  await announce(ctx, event, { task, messageId: message._id, body: excerpt(body, 280), roster });
}

/** Leaves a mark where the message stood; its text is gone. */
export async function deleteMessage(ctx: WriteCtx, message: Message): Promise<null> {
  if (ctx.caller.kind !== "member" || !can(ctx.caller.role, "message.delete_any")) requireOwn(ctx, message);
  if (message.deletedAt !== null) return null;
  const task = await taskOf(ctx, message);
  await ctx.db.patch("messages", message._id, {
    body: "",
    ...foldedField(""),
    mentions: [],
    reactions: undefined,
    fileIds: undefined,
    deletedAt: Date.now(),
  });
  for (const fileId of message.fileIds ?? []) await releaseFile(ctx, fileId);
  await ctx.db.patch("tasks", task._id, { messageCount: Math.max(0, task.messageCount - 1) });
  await ctx.activity.record({
    event: { type: "message_deleted", excerpt: excerpt(message.body) },
    target: messageTarget(message, task),
    taskId: task._id,
  });
  return null;
}

export async function getMessageOrThrow(ctx: ReadCtx, messageId: Id<"messages">): Promise<Message> {
  const message = await ctx.db.get("messages", messageId);
  if (!message) throw missing("message");
  return message;
}

/** The one answer of a run, if it has been written. */
export async function answerOf(ctx: ReadCtx, runId: Id<"runs">): Promise<Message | null> {
  return await ctx.db
    .query("messages")
    .withIndex("by_account_run_kind", (q) =>
      q.eq("accountId", ctx.account._id).eq("runId", runId).eq("kind", "answer"),
    )
    .first();
}

/** What hangs on the message: the one that it answers, and its files, which become the account's. */
async function requireExtras(ctx: WriteCtx, { task, replyToId, uploads = [] }: MessageDraft) {
  const answered = replyToId === undefined ? null : await getMessageOrThrow(ctx, replyToId);
  if (answered && answered.taskId !== task._id) throw missing("message");
  if (uploads.length > MAX_ATTACHMENTS) {
    throw invalid(`A message has at most ${MAX_ATTACHMENTS} files.`, "uploads");
  }
  const fileIds: Id<"files">[] = [];
  for (const upload of uploads) fileIds.push((await claimFile(ctx, upload)).fileId);
  return { ...(answered ? { replyToId: answered._id } : {}), ...(fileIds.length > 0 ? { fileIds } : {}) };
}

async function messageByKey(ctx: ReadCtx, clientKey: string) {
  return await ctx.db
    .query("messages")
    .withIndex("by_account_clientKey", (q) => q.eq("accountId", ctx.account._id).eq("clientKey", clientKey))
    .first();
}

export async function taskOf(ctx: ReadCtx, message: Message): Promise<Doc<"tasks">> {
  const task = await ctx.db.get("tasks", message.taskId);
  if (!task) throw missing("message");
  return task;
}

function requireOwn(ctx: WriteCtx, message: Message): void {
  const { author } = message;
  const isOwn =
    ctx.caller.kind === "member" && author.kind === "member" && author.memberId === ctx.caller.memberId;
  if (!isOwn) throw forbidden("Only the author may change this message.");
}

function requireUnambiguous({ problems: [first] }: ResolvedMentions): void {
  if (!first) return;
  const candidates = first.candidates;
  const message = `${first.text} could be ${candidates.join(" or ")}. Write the handle of the one you mean.`;
  throw refuse({ code: "invalid", field: "body", message, candidates });
}

function mentionedRecipients({ targets }: ResolvedMentions): RecipientRef[] {
  return targets.map(({ kind, id }) =>
    kind === "member" ? { kind, memberId: id as Id<"memberships"> } : { kind, agentId: id as Id<"agents"> },
  );
}

function authorKey(ctx: WriteCtx): string {
  return ctx.caller.kind === "member" ? ctx.caller.memberId : ctx.caller.kind;
}
