/** Tasks that come back by a schedule. One planned time makes one task, however often the clock asks. */
import type { FieldChange } from "@mc/shared/activity/types";
import { normaliseLabels, TASK_LIMITS } from "@mc/shared/task/limits";
import { DEFAULT_PRIORITY, type Priority } from "@mc/shared/task/priority";
import { nextRuns, type Schedule } from "@mc/shared/task/recurrence";
import { DAY_MS } from "@mc/shared/time/zone";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing, refuse, tooLarge } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { requireAssignees } from "./assignments";
import { bumpCounter, readCounter } from "./counters";
import { LIMITS } from "./limits";
import { notifyAdmins } from "./notifications";
import { listAgents, listMembers, loadRoster } from "./roster";
import { recurrenceTarget } from "./targets";
import { createTask } from "./tasks";
import { requireAtMost, requireText } from "./text";

type Recurrence = Doc<"recurrences">;

export const PREVIEW_COUNT = 5;
const MAX_DUE_DAYS = 365;

export type RecurrenceDraft = {
  title?: string | undefined;
  description?: string | undefined;
  priority?: Priority | undefined;
  labels?: string[] | undefined;
  memberIds?: Id<"memberships">[] | undefined;
  agentIds?: Id<"agents">[] | undefined;
  dueInDays?: number | null | undefined;
  cron?: string | undefined;
  timeZone?: string | undefined;
  isPaused?: boolean | undefined;
};

export async function createRecurrence(
  ctx: WriteCtx,
  draft: RecurrenceDraft & Schedule & { title: string },
): Promise<{ recurrenceId: Id<"recurrences">; nextAt: number | null }> {
  if ((await readCounter(ctx, "recurrences")) >= LIMITS.recurrences) {
    throw invalid(`An account has at most ${LIMITS.recurrences} recurring tasks.`);
  }
  const fields = await requireFields(ctx, draft, null);
  const nextAt = plannedAfter(fields, Date.now());
  const recurrenceId = await ctx.db.insert("recurrences", {
    accountId: ctx.account._id,
    ...fields,
    nextAt,
    lastPlannedAt: null,
    lastTaskId: null,
  });
  await bumpCounter(ctx, "recurrences", 1);
  await ctx.activity.record({
    event: { type: "recurrence_created", cron: fields.cron, timeZone: fields.timeZone },
    target: recurrenceTarget({ _id: recurrenceId, title: fields.title }),
  });
  return { recurrenceId, nextAt };
}

export async function editRecurrence(ctx: WriteCtx, recurrence: Recurrence, edit: RecurrenceDraft) {
  const next = await requireFields(ctx, edit, recurrence);
  const { members, agents } = await loadRoster(ctx);
  // What is recorded is read by people: names instead of ids.
  const named = (word: string) =>
    (members.get(word) ?? agents.get(word))?.name ?? "someone who is here no more";
  const changes: FieldChange[] = [];
  for (const field of Object.keys(next) as (keyof typeof next)[]) {
    const [was, is] = [recurrence[field], next[field]];
    if (wordOf(was) === wordOf(is)) continue;
    const isWho = field === "memberIds" || field === "agentIds";
    const word = (value: Fields[keyof Fields]) =>
      wordOf(isWho && Array.isArray(value) ? value.map(named) : value);
    changes.push({ field: FIELD_LABEL[field], from: word(was), to: word(is) });
  }
  if (changes.length === 0) return { nextAt: recurrence.nextAt };
  const nextAt = plannedAfter(next, Math.max(Date.now(), recurrence.lastPlannedAt ?? 0));
  await ctx.db.patch("recurrences", recurrence._id, { ...next, nextAt });
  await ctx.activity.record({
    event: { type: "recurrence_updated", changes },
    target: recurrenceTarget({ ...recurrence, title: next.title }),
  });
  return { nextAt };
}

export async function deleteRecurrence(ctx: WriteCtx, recurrence: Recurrence): Promise<null> {
  await ctx.db.delete("recurrences", recurrence._id);
  await bumpCounter(ctx, "recurrences", -1);
  await ctx.activity.record({
    event: { type: "recurrence_removed" },
    target: recurrenceTarget(recurrence),
  });
  return null;
}

export async function getRecurrenceOrThrow(ctx: ReadCtx, recurrenceId: Id<"recurrences">) {
  const recurrence = await ctx.db.get("recurrences", recurrenceId);
  if (!recurrence) throw missing("recurring task");
  return recurrence;
}

export async function listRecurrences(ctx: ReadCtx) {
  const rows = await ctx.db
    .query("recurrences")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .take(LIMITS.recurrences);
  const now = Date.now();
  return await Promise.all(
    rows.map(async ({ _id, _creationTime, accountId: _accountId, lastTaskId, ...fields }) => {
      const last = lastTaskId ? await ctx.db.get("tasks", lastTaskId) : null;
      const planned = nextRuns(fields, now, PREVIEW_COUNT);
      return {
        recurrenceId: _id,
        ...fields,
        lastTaskNumber: last?.number ?? null,
        preview: planned.ok && !fields.isPaused ? planned.decision : [],
      };
    }),
  );
}

/** One batch of schedules whose time has come; one whose task is refused goes on with its next time, and says why. */
export async function createDueTasks(ctx: SystemMutationCtx): Promise<{ created: number }> {
  const due = await ctx.db
    .query("recurrences")
    .withIndex("by_nextAt", (q) => q.gt("nextAt", 0).lte("nextAt", Date.now()))
    .take(LIMITS.batch / 4);
  let created = 0;
  for (const { _id: recurrenceId } of due) {
    const made = await ctx.attempt(internal.recurrences.makeOne, { recurrenceId });
    if (made.ok) created += Number(made.value);
    else await ctx.attempt(internal.recurrences.skipOne, { recurrenceId, reason: made.refusal ?? NO_REASON });
  }
  return { created };
}

const NO_REASON = "Something in the product failed.";

/** Answers whether a task was made. */
export async function makeDueTask(ctx: SystemMutationCtx, recurrenceId: Id<"recurrences">): Promise<boolean> {
  const opened = await openRecurrence(ctx, recurrenceId);
  return opened ? await createPlanned(opened.account, opened.recurrence, Date.now()) : false;
}

/** The planned time passes without a task, and the account's admins hear of it. */
export async function skipDueTask(
  ctx: SystemMutationCtx,
  { recurrenceId, reason }: { recurrenceId: Id<"recurrences">; reason: string },
): Promise<null> {
  const opened = await openRecurrence(ctx, recurrenceId);
  if (!opened) return null;
  const { account, recurrence } = opened;
  const next = nextRuns(recurrence, Date.now(), 1);
  const nextAt = next.ok && !recurrence.isPaused ? (next.decision[0] ?? null) : null;
  await account.db.patch("recurrences", recurrenceId, { nextAt });
  await account.activity.record({
    event: { type: "recurrence_skipped", reason },
    target: recurrenceTarget(recurrence),
  });
  await notifyAdmins(account, {
    type: "system",
    reason: "recurrence",
    title: `The recurring task ${recurrence.title} was not made`,
    body: `${reason} It is tried again at its next time.`,
  });
  return null;
}

async function openRecurrence(ctx: SystemMutationCtx, recurrenceId: Id<"recurrences">) {
  const found = await ctx.db.get("recurrences", recurrenceId);
  const account = found ? await ctx.open(found.accountId) : null;
  const recurrence = await account?.db.get("recurrences", recurrenceId);
  return account && recurrence ? { account, recurrence } : null;
}

/**
 * The task of the planned time, and the next planned time, in one transaction. Times that passed while nothing
 * ran are one task, not many. Assignees who have left meanwhile are left out.
 */
async function createPlanned(ctx: WriteCtx, recurrence: Recurrence, now: number): Promise<boolean> {
  const plannedAt = recurrence.nextAt;
  if (plannedAt === null || plannedAt > now || plannedAt <= (recurrence.lastPlannedAt ?? 0)) return false;
  const [members, agents] = [await listMembers(ctx), await listAgents(ctx)];
  const { taskId } = await createTask(ctx, {
    title: recurrence.title,
    description: recurrence.description,
    priority: recurrence.priority,
    labels: recurrence.labels,
    memberIds: recurrence.memberIds.filter((id) => members.some((member) => member._id === id)),
    agentIds: recurrence.agentIds.filter((id) => agents.some((agent) => agent._id === id)),
    ...(recurrence.dueInDays === null ? {} : { dueAt: plannedAt + recurrence.dueInDays * DAY_MS }),
  });
  await ctx.db.patch("recurrences", recurrence._id, {
    lastPlannedAt: plannedAt,
    lastTaskId: taskId,
    nextAt: plannedAfter(recurrence, now),
  });
  return true;
}

type Fields = Required<{ [Key in keyof RecurrenceDraft]: Exclude<RecurrenceDraft[Key], undefined> }>;

const FIELD_LABEL = {
  title: "title",
  description: "description",
  priority: "priority",
  labels: "labels",
  memberIds: "people",
  agentIds: "agents",
  dueInDays: "days until due",
  cron: "schedule",
  timeZone: "time zone",
  isPaused: "pause",
} as const satisfies Record<keyof Fields, string>;

async function requireFields(
  ctx: ReadCtx,
  draft: RecurrenceDraft,
  before: Recurrence | null,
): Promise<Fields> {
  const labels = draft.labels === undefined ? (before?.labels ?? []) : normaliseLabels(draft.labels);
  if (labels.length > TASK_LIMITS.labels || labels.some((label) => label.length > TASK_LIMITS.label)) {
    throw tooLarge("A label", TASK_LIMITS.label);
  }
  const people = { memberIds: draft.memberIds ?? [], agentIds: draft.agentIds ?? [] };
  await requireAssignees(ctx, people);
  const dueInDays = draft.dueInDays === undefined ? (before?.dueInDays ?? null) : draft.dueInDays;
  if (dueInDays !== null && !(dueInDays >= 0 && dueInDays <= MAX_DUE_DAYS)) {
    throw invalid(`A task is due within at most ${MAX_DUE_DAYS} days.`, "dueInDays");
  }
  return {
    title: requireText(draft.title ?? before?.title ?? "", {
      what: "The title",
      field: "title",
      max: TASK_LIMITS.title,
    }),
    description: requireAtMost(draft.description ?? before?.description ?? "", {
      what: "The description",
      max: TASK_LIMITS.description,
    }),
    priority: draft.priority ?? before?.priority ?? DEFAULT_PRIORITY,
    labels,
    memberIds: draft.memberIds ? [...new Set(draft.memberIds)] : (before?.memberIds ?? []),
    agentIds: draft.agentIds ? [...new Set(draft.agentIds)] : (before?.agentIds ?? []),
    dueInDays,
    cron: draft.cron?.trim() ?? before?.cron ?? "",
    timeZone: draft.timeZone ?? before?.timeZone ?? "UTC",
    isPaused: draft.isPaused ?? before?.isPaused ?? false,
  };
}

/** The planned time after `after`; refuses a schedule that cannot be read. */
function plannedAfter(fields: Schedule & { isPaused: boolean }, after: number): number | null {
  const planned = nextRuns(fields, after, 1);
  if (!planned.ok) throw refuse(planned.error);
  return fields.isPaused ? null : (planned.decision[0] ?? null);
}

function wordOf(value: Fields[keyof Fields]): string | null {
  if (Array.isArray(value)) return value.join(", ") || null;
  return value === null || value === "" ? null : String(value);
}
