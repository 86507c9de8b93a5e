/** The thread as people read it, newest first. */
import { excerpt } from "@mc/shared/message/limits";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { fileView } from "./files";
import { boundedPage } from "./limits";
import { listMembers } from "./roster";
import { madeAt } from "./times";

type Message = Doc<"messages">;

export async function listMessages(ctx: ReadCtx, taskId: Id<"tasks">, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  const icons = await iconsOf(ctx, result.page);
  const names = await namesFor(ctx, result.page);
  const page = await Promise.all(
    result.page.map(async (message) => ({
      ...viewOf(message, icons),
      replyTo: message.replyToId ? await answeredView(ctx, message.replyToId) : null,
      files: (await Promise.all((message.fileIds ?? []).map((fileId) => fileView(ctx, fileId)))).filter(
        (file) => file !== null,
      ),
      reactions: (message.reactions ?? []).map(({ emoji, memberIds }) => ({
        emoji,
        members: memberIds.map((memberId) => ({ memberId, name: names.get(memberId) ?? "Former member" })),
      })),
    })),
  );
  return { ...result, page };
}

/** The message that another one answers, short. */
async function answeredView(ctx: ReadCtx, messageId: Id<"messages">) {
  const message = await ctx.db.get("messages", messageId);
  if (!message) return null;
  return {
    messageId,
    authorName: message.authorName,
    excerpt: excerpt(message.body),
    isDeleted: message.deletedAt !== null,
  };
}

/** People are read only when someone has reacted. */
async function namesFor(ctx: ReadCtx, messages: readonly Message[]): Promise<Map<string, string>> {
  if (messages.every(({ reactions }) => !reactions || reactions.length === 0)) return new Map();
  return new Map((await listMembers(ctx)).map((member) => [member._id, member.name]));
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
    createdAt: madeAt(message),
    editedAt: message.editedAt,
    isDeleted: message.deletedAt !== null,
    runId: message.runId,
    model: message.model,
    isDemoModel: message.isDemoModel,
  };
}
