/** Tasks and threads of an import. Counters, labels and dates are kept as by every other writer; notifications there are none. */
import { dayKeyAt } from "@mc/shared/analytics/days";
import { openWorkChange } from "@mc/shared/analytics/openWork";
import { isReaction, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH, MAX_REACTIONS } from "@mc/shared/message/limits";
import { LEAD_CHAT_NUMBER, normaliseLabels, TASK_LIMITS } from "@mc/shared/task/limits";
import { isSettled, updateProgress } from "@mc/shared/task/links";
import { isPosition } from "@mc/shared/task/order";
import { parsePullRequest } from "@mc/shared/task/prLink";
import { nextRuns } from "@mc/shared/task/recurrence";
import { TASK_STATUSES, type TaskState } from "@mc/shared/task/status";
import { planAutomaticSteps } from "@mc/shared/task/transitions";
import type { Doc, Id } from "../_generated/dataModel";
import { invalid } from "../functions/errors";
import { bumpCounter, numberTasks, readCounter } from "./counters";
import { setDueDate } from "./dueDates";
import type { ImportRow } from "./importRows";
import type { Added, Importing } from "./importTeam";
import { writeLabels } from "./labels";
import { recordOpen, zoneOf } from "./metrics";
import { countedOf } from "./openWork";
import { topOf } from "./taskStatus";
import { foldedField } from "./text";

const PRIORITIES = [1, 2, 3, 4, 5] as const;
const MAX_REASON = 2_000;
const MAX_MENTIONS = 1_000;
const MAX_PEOPLE = 500;
const MAX_MODEL = 200;

/** People who are not here are on no task; a task that loses its last one falls back as it would if they left. */
export async function importTask(io: Importing & { noteUnassigned(): void }, row: ImportRow): Added {
  const { ctx, ids } = io;
  const isLeadChat = row.raw("purpose") === "lead_chat";
  const number = isLeadChat ? LEAD_CHAT_NUMBER : row.number("number", { min: 1, max: 100_000_000 });
  await requireFreeNumber(io, number);
  const wanted = { people: row.texts("memberIds", MAX_PEOPLE), agents: row.texts("agentIds", MAX_PEOPLE) };
  const memberIds = await activeOnly(io, await ids.findAll("memberships", wanted.people));
  const agentIds = await activeAgents(io, await ids.findAll("agents", wanted.agents));
  if (memberIds.length + agentIds.length < wanted.people.length + wanted.agents.length) io.noteUnassigned();
  const given = stateOf(row.object("state"));
  const fallen = isLeadChat
    ? undefined
    : planAutomaticSteps(given.status, memberIds.length + agentIds.length).at(-1);
  const state = fallen === "inbox" || fallen === "assigned" ? { status: fallen } : given;
  const position = row.text("position", 200, true);
  const title = isLeadChat ? "" : row.text("title", TASK_LIMITS.title);
  const labels = labelsOf(row);
  const dueAt = row.numberOrNull("dueAt");
  const pullRequest = parsePullRequest(row.textOrNull("prUrl", MAX_REASON) ?? "");
  const parent = await parentOf(io, row);
  const originalAt = row.originalAt();
  const bornOn = dayKeyAt(originalAt, zoneOf(ctx));
  const taskId = await ctx.db.insert("tasks", {
    accountId: ctx.account._id,
    number,
    ...(isLeadChat ? { purpose: "lead_chat" as const } : {}),
    title,
    ...foldedField(title),
    priority: row.oneOf("priority", PRIORITIES),
    labels,
    dueAt,
    ...(pullRequest.ok ? { prUrl: pullRequest.decision.url } : {}),
    ...(parent ? { parentId: parent._id } : {}),
    state,
    position: isLeadChat ? "" : isPosition(position) && !fallen ? position : await topOf(ctx, state.status),
    memberIds,
    agentIds,
    creator: await ids.actor(row.objectOrNull("creator")),
    ...(isLeadChat ? {} : { isFollowedByItsOwn: true as const }),
    ...(row.numberOrNull("startedAt") === null ? {} : { startedAt: row.instant("startedAt") }),
    generation: 1,
    messageCount: 0,
    documentCount: 0,
    lastMessageAt: null,
    originalAt,
    ...(isLeadChat ? {} : { bornOn }),
    updatedAt: row.instant("updatedAt"),
    running: [],
  });
  await ids.keep("tasks", row.id("_id"), taskId);
  if (isLeadChat) return true;
  const last = await readCounter(ctx, "taskNumber");
  const counted = openWorkChange(null, countedOf({ state, bornOn, memberIds, agentIds }));
  await numberTasks(ctx, counted, Math.max(0, number - last));
  await recordOpen(ctx, counted.days);
  if (labels.length > 0) await writeLabels(ctx, taskId, { from: [], to: labels });
  if (dueAt !== null) await setDueDate(ctx, taskId, dueAt);
  if (parent) {
    const subtasks = updateProgress(parent.subtasks ?? { total: 0, done: 0 }, { from: null, to: state });
    await ctx.db.patch("tasks", parent._id, { subtasks });
  }
  for (const memberId of memberIds) await assign(io, taskId, { kind: "member", memberId });
  for (const agentId of agentIds) await assign(io, taskId, { kind: "agent", agentId });
  return true;
}

export async function importDescription({ ctx, ids }: Importing, row: ImportRow): Added {
  const taskId = await ids.find("tasks", row.id("taskId"));
  if (!taskId) return false;
  const text = row.text("text", TASK_LIMITS.description);
  await ctx.db.insert("taskDescriptions", { accountId: ctx.account._id, taskId, text, ...foldedField(text) });
  return true;
}

export async function importBlocker({ ctx, ids }: Importing, row: ImportRow): Added {
  const taskId = await ids.find("tasks", row.id("taskId"));
  const blockerId = await ids.find("tasks", row.id("blockerId"));
  if (!taskId || !blockerId || taskId === blockerId) return false;
  await ctx.db.insert("taskBlockers", { accountId: ctx.account._id, taskId, blockerId });
  const [task, blocker] = [await ctx.db.get("tasks", taskId), await ctx.db.get("tasks", blockerId)];
  if (task && blocker && !isSettled(blocker.state.status)) {
    await ctx.db.patch("tasks", taskId, { openBlockerCount: (task.openBlockerCount ?? 0) + 1 });
  }
  return true;
}

/** Paused: nothing comes back by itself before somebody has looked at it. */
export async function importRecurrence(io: Importing, row: ImportRow): Added {
  const { ctx, ids } = io;
  const schedule = { cron: row.text("cron", 200), timeZone: row.text("timeZone", 100) };
  const next = nextRuns(schedule, Date.now(), 1);
  if (!next.ok) throw invalid(`The file is damaged: ${next.error.message}`, "cron");
  await ctx.db.insert("recurrences", {
    accountId: ctx.account._id,
    title: row.text("title", TASK_LIMITS.title),
    description: row.text("description", TASK_LIMITS.description, true),
    priority: row.oneOf("priority", PRIORITIES),
    labels: labelsOf(row),
    memberIds: await activeOnly(io, await ids.findAll("memberships", row.texts("memberIds", MAX_PEOPLE))),
    agentIds: await activeAgents(io, await ids.findAll("agents", row.texts("agentIds", MAX_PEOPLE))),
    dueInDays: row.numberOrNull("dueInDays"),
    ...schedule,
    isPaused: true,
    nextAt: null,
    lastPlannedAt: row.numberOrNull("lastPlannedAt"),
    lastTaskId: await ids.find("tasks", row.idOrNull("lastTaskId")),
  });
  await bumpCounter(ctx, "recurrences", 1);
  return true;
}

export async function importMessage({ ctx, ids }: Importing, row: ImportRow): Added {
  const taskId = await ids.find("tasks", row.id("taskId"));
  const task = taskId ? await ctx.db.get("tasks", taskId) : null;
  if (!taskId || !task) return false;
  const body = row.text("body", MAX_MESSAGE_LENGTH, true);
  const replyToId = await ids.find("messages", row.idOrNull("replyToId"));
  const reactions = await reactionsOf({ ids }, row);
  const fileIds = await ids.findAll("files", row.texts("fileIds", MAX_ATTACHMENTS));
  const deletedAt = row.numberOrNull("deletedAt");
  const originalAt = row.originalAt();
  const messageId = await ctx.db.insert("messages", {
    accountId: ctx.account._id,
    taskId,
    author: await ids.actor(row.objectOrNull("author")),
    authorName: row.name("authorName"),
    kind: row.oneOf("kind", ["message", "answer", "note", "system"]),
    body,
    ...foldedField(body),
    mentions: await mentionsOf({ ids }, row),
    clientKey: null,
    runId: null,
    model: row.textOrNull("model", MAX_MODEL),
    isDemoModel: row.flag("isDemoModel"),
    ...(replyToId ? { replyToId } : {}),
    ...(reactions.length > 0 ? { reactions } : {}),
    ...(fileIds.length > 0 ? { fileIds } : {}),
    originalAt,
    editedAt: row.numberOrNull("editedAt"),
    deletedAt,
  });
  await ids.keep("messages", row.id("_id"), messageId);
  await ctx.db.patch("tasks", taskId, {
    messageCount: task.messageCount + (deletedAt === null ? 1 : 0),
    lastMessageAt: Math.max(task.lastMessageAt ?? 0, Math.floor(originalAt)),
  });
  return true;
}

async function reactionsOf({ ids }: Pick<Importing, "ids">, row: ImportRow) {
  const given = row.objects("reactions", MAX_REACTIONS);
  const mapped = await Promise.all(
    given.map(async (one) => ({
      emoji: one.text("emoji", 100),
      memberIds: await ids.findAll("memberships", one.texts("memberIds", MAX_PEOPLE)),
    })),
  );
  return mapped.filter(({ emoji, memberIds }) => isReaction(emoji) && memberIds.length > 0);
}

async function mentionsOf(
  { ids }: Pick<Importing, "ids">,
  row: ImportRow,
): Promise<Doc<"messages">["mentions"]> {
  const mentions: Doc<"messages">["mentions"] = [];
  for (const one of row.objects("mentions", MAX_MENTIONS)) {
    const kind = one.oneOf("kind", ["member", "agent", "all", "agents"]);
    if (kind === "all" || kind === "agents") {
      mentions.push({ kind });
      continue;
    }
    const id = await ids.find(kind === "member" ? "memberships" : "agents", one.id("id"));
    if (id) mentions.push({ kind, id, name: one.name("name") });
  }
  return mentions;
}

function stateOf(row: ImportRow): TaskState {
  const status = row.oneOf("status", TASK_STATUSES);
  switch (status) {
    case "blocked":
      return { status, reason: row.text("reason", MAX_REASON), since: row.instant("since") };
    case "done":
      return { status, at: row.instant("at") };
    case "archived":
      return {
        status,
        at: row.instant("at"),
        from: row.oneOf("from", TASK_STATUSES),
        ...(row.numberOrNull("doneAt") === null ? {} : { doneAt: row.instant("doneAt") }),
      };
    case "inbox":
    case "assigned":
    case "in_progress":
    case "review":
      return { status };
  }
}

function labelsOf(row: ImportRow): string[] {
  const labels = normaliseLabels(row.texts("labels", TASK_LIMITS.labels));
  if (labels.some((label) => label.length > TASK_LIMITS.label)) {
    throw invalid(`The file is damaged: a label has more than ${TASK_LIMITS.label} characters.`, "labels");
  }
  return labels;
}

/** A parent that is a part itself is none. */
async function parentOf({ ctx, ids }: Importing, row: ImportRow): Promise<Doc<"tasks"> | null> {
  const parentId = await ids.find("tasks", row.idOrNull("parentId"));
  const parent = parentId ? await ctx.db.get("tasks", parentId) : null;
  return parent && parent.parentId === undefined ? parent : null;
}

async function requireFreeNumber({ ctx }: Importing, number: number): Promise<void> {
  const taken = await ctx.db
    .query("tasks")
    .withIndex("by_account_number", (q) => q.eq("accountId", ctx.account._id).eq("number", number))
    .first();
  if (taken) throw invalid(`The file is damaged: it has two tasks with the number ${number}.`, "number");
}

async function activeOnly({ ctx }: Importing, memberIds: Id<"memberships">[]) {
  const rows = await Promise.all(memberIds.map((memberId) => ctx.db.get("memberships", memberId)));
  return rows.flatMap((row) => (row?.status === "active" ? [row._id] : []));
}

async function activeAgents({ ctx }: Importing, agentIds: Id<"agents">[]) {
  const rows = await Promise.all(agentIds.map((agentId) => ctx.db.get("agents", agentId)));
  return rows.flatMap((row) => (row?.status === "active" ? [row._id] : []));
}

async function assign({ ctx }: Importing, taskId: Id<"tasks">, assignee: Doc<"assignments">["assignee"]) {
  await ctx.db.insert("assignments", { accountId: ctx.account._id, taskId, assignee });
}
