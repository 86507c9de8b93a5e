/**
 * The thread of an account with its squad lead. It is a row of `tasks` that no list shows, so that messages, runs, sessions,
 * approvals and their rules are the ones of every thread. It lies at rest (archived) under the number that no task has; what is
 * asked of tasks answers for it as for an unknown id.
 */
import { LEAD_CHAT_NUMBER } from "@mc/shared/task/limits";
import { DEFAULT_PRIORITY } from "@mc/shared/task/priority";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict } from "../functions/errors";
import { postMessage, previewMessage } from "./messages";
import { listAgents } from "./roster";
import { hasUnread } from "./threadReads";
import { getThreadOrThrow } from "./threads";

type Task = Doc<"tasks">;

export async function findLeadChat(ctx: ReadCtx): Promise<Task | null> {
  return await ctx.db
    .query("tasks")
    .withIndex("by_account_number", (q) => q.eq("accountId", ctx.account._id).eq("number", LEAD_CHAT_NUMBER))
    .unique();
}

/** Who leads and where the thread is; null for each that there is not yet. */
export async function readLeadChat(ctx: AccountQueryCtx) {
  const [lead, chat] = await Promise.all([findLead(ctx), findLeadChat(ctx)]);
  return {
    lead: lead && {
      agentId: lead._id,
      name: lead.name,
      slug: lead.slug,
      icon: lead.icon,
      isPaused: lead.isPaused,
    },
    taskId: chat?._id ?? null,
    running: chat?.running ?? [],
    hasUnread: chat ? await hasUnread(ctx, { taskId: chat._id, memberId: ctx.member._id }) : false,
  };
}

type Said = { body: string; clientKey: string };

/** The message and the lead's turn in one act: nothing that was asked lies around unheard. */
export async function askLead(ctx: AccountMutationCtx, { body, clientKey }: Said) {
  const lead = await leadOrThrow(ctx);
  const task = (await findLeadChat(ctx)) ?? (await openLeadChat(ctx));
  const asked = [{ kind: "agent" as const, agentId: lead._id }];
  return await postMessage(ctx, { task, body, kind: "message", clientKey, asked });
}

/** Who would be told and woken, the lead among them when there is one. */
export async function previewLeadChat(ctx: ReadCtx, body: string) {
  const lead = await findLead(ctx);
  const chat = await findLeadChat(ctx);
  const asked = lead ? [{ kind: "agent" as const, agentId: lead._id }] : [];
  return await previewMessage(ctx, { task: chat, body, asked });
}

async function leadOrThrow(ctx: ReadCtx): Promise<Doc<"agents">> {
  const lead = await findLead(ctx);
  if (!lead)
    throw conflict("No agent is the squad lead. An admin can choose one on the agents page.", "no_lead");
  return lead;
}

async function findLead(ctx: ReadCtx): Promise<Doc<"agents"> | null> {
  return (await listAgents(ctx)).find(({ isLead }) => isLead === true) ?? null;
}

async function openLeadChat(ctx: WriteCtx): Promise<Task> {
  const now = Date.now();
  const taskId: Id<"tasks"> = await ctx.db.insert("tasks", {
    accountId: ctx.account._id,
    number: LEAD_CHAT_NUMBER,
    purpose: "lead_chat",
    title: "",
    folded: "",
    priority: DEFAULT_PRIORITY,
    labels: [],
    dueAt: null,
    state: { status: "archived", at: now, from: "inbox" },
    position: "",
    memberIds: [],
    agentIds: [],
    creator: { kind: "system" },
    generation: 1,
    messageCount: 0,
    documentCount: 0,
    lastMessageAt: null,
    updatedAt: now,
    running: [],
  });
  return await getThreadOrThrow(ctx, taskId);
}
