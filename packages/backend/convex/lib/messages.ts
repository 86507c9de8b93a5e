/** The thread of a task: one function writes messages, whoever the author is and through whichever door. */
import { can } from "@mc/shared/account/roles";
import { excerpt, MAX_MESSAGE_LENGTH } from "@mc/shared/message/limits";
import { type ResolvedMentions, resolveMentions } from "@mc/shared/message/mentions";
import { taskKey } from "@mc/shared/task/limits";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import { actorRef, callerName, type ReadCtx, type RecipientRef, type WriteCtx } from "../functions/context";
import { conflict, forbidden, missing, refuse } from "../functions/errors";
import { announce, routesFor } from "./deliver";
import { boundedPage } from "./limits";
import { recordMetric } from "./metrics";
import { loadRoster, mentionRoster } from "./roster";
import { subscribe } from "./subscriptions";
import { messageTarget } from "./targets";
import { foldedField, requireText } from "./text";

type Message = Doc<"messages">;

export type MessageDraft = {
  task: Doc<"tasks">;
  body: string;
  kind: Message["kind"];
  clientKey?: string;
  /** The run that writes it, with the model that it used. */
  origin?: { runId: Id<"runs">; model: string | null; isDemoModel: boolean };
  /** Who has to answer, when the message is a question. */
  asked?: RecipientRef[];
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
  if (task.state.status === "archived" && ctx.caller.kind === "member") {
    throw conflict(`${taskKey(task.number)} is archived; restore it to write.`, "archived");
  }
  const body = requireText(draft.body, { what: "The message", field: "body", max: MAX_MESSAGE_LENGTH });
  const roster = await loadRoster(ctx);
  const resolved = resolveMentions(body, mentionRoster(roster));
  if (!draft.isLenient) requireUnambiguous(resolved);
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
  });
  await ctx.db.patch("tasks", task._id, { messageCount: task.messageCount + 1, lastMessageAt: Date.now() });
  await recordMetric(ctx, { messages: 1 }, [actorRef(ctx.caller)]);
  await ctx.activity.record({
    event: { type: "message_created", messageKind: kind, excerpt: excerpt(body) },
    target: messageTarget({ _id: messageId }, task),
    taskId: task._id,
  });
  const mentioned = mentionedRecipients(resolved);
  const author = actorRef(ctx.caller);
  await subscribe(
    ctx,
    task._id,
    author.kind === "system" ? mentioned : [author, ...mentioned, ...(draft.asked ?? [])],
  );
  const event = {
    kind: "message_posted" as const,
    isNote: kind === "note",
    mentioned,
    asked: draft.asked ?? [],
  };
  await announce(ctx, event, { task, messageId, body: excerpt(body, 280), roster });
  return { messageId };
}

/** Who would be told and woken, asked before sending. */
export async function previewMessage(ctx: ReadCtx, task: Doc<"tasks">, body: string) {
  const roster = await loadRoster(ctx);
  const resolved = resolveMentions(body, mentionRoster(roster));
  const event = {
    kind: "message_posted" as const,
    isNote: false,
    mentioned: mentionedRecipients(resolved),
    asked: [],
  };
  const routes = await routesFor(ctx, event, { taskId: task._id, roster });
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

export async function listMessages(ctx: ReadCtx, taskId: Id<"tasks">, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  const icons = await iconsOf(ctx, result.page);
  return { ...result, page: result.page.map((message) => viewOf(message, icons)) };
}

export async function editMessage(ctx: WriteCtx, message: Message, text: string) {
  requireOwn(ctx, message);
  if (message.deletedAt !== null) throw missing("message");
  const body = requireText(text, { what: "The message", field: "body", max: MAX_MESSAGE_LENGTH });
  if (body === message.body) return { editedAt: message.editedAt };
  const task = await taskOf(ctx, message);
  const resolved = resolveMentions(body, mentionRoster(await loadRoster(ctx)));
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
  return { editedAt };
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
    deletedAt: Date.now(),
  });
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

async function messageByKey(ctx: ReadCtx, clientKey: string) {
  return await ctx.db
    .query("messages")
    .withIndex("by_account_clientKey", (q) => q.eq("accountId", ctx.account._id).eq("clientKey", clientKey))
    .first();
}

async function taskOf(ctx: ReadCtx, message: Message): Promise<Doc<"tasks">> {
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

async function iconsOf(ctx: ReadCtx, messages: readonly Message[]): Promise<Map<string, string>> {
  const agentIds = new Set(messages.flatMap(({ author }) => (author.kind === "agent" ? author.agentId : [])));
  const agents = await Promise.all([...agentIds].map((agentId) => ctx.db.get("agents", agentId)));
  return new Map(agents.flatMap((agent) => (agent ? [[agent._id, agent.icon] as const] : [])));
}

function viewOf(message: Message, icons: Map<string, string>) {
  const { author } = message;
  const id = author.kind === "member" ? author.memberId : author.kind === "agent" ? author.agentId : "system";
  return {
    messageId: message._id,
    author: { kind: author.kind, id: id as string, name: message.authorName, icon: icons.get(id) ?? null },
    kind: message.kind,
    body: message.body,
    mentions: message.mentions,
    createdAt: message._creationTime,
    editedAt: message.editedAt,
    isDeleted: message.deletedAt !== null,
    runId: message.runId,
    model: message.model,
    isDemoModel: message.isDemoModel,
  };
}
