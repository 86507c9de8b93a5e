import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import { actor, failure, priority, recipient, runStatus, taskStatus } from "./vocabulary";

export const taskState = v.union(
  v.object({ status: v.literal("inbox") }),
  v.object({ status: v.literal("assigned") }),
  v.object({ status: v.literal("in_progress") }),
  v.object({ status: v.literal("review") }),
  v.object({ status: v.literal("blocked"), reason: v.string(), since: v.number() }),
  v.object({ status: v.literal("done"), at: v.number() }),
  v.object({
    status: v.literal("archived"),
    at: v.number(),
    from: taskStatus,
    /** When it was done; missing where it was archived before that, or before this was kept. */
    doneAt: v.optional(v.number()),
  }),
);

/**
 * One row is one card: small, because the board reads 300 of them. The long text is in `taskDescriptions`,
 * streamed text in `runStreams`.
 */
export const tasks = defineTable({
  accountId: v.id("accounts"),
  /** Counted per account; people write MC-42. */
  number: v.number(),
  title: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
  priority,
  labels: v.array(v.string()),
  dueAt: v.union(v.number(), v.null()),
  /** The pull request in which the work is done. */
  prUrl: v.optional(v.string()),
  /** The task that it is a part of; missing for a task of its own. */
  parentId: v.optional(v.id("tasks")),
  /** Missing for a task; else a thread that no list of tasks shows. See lib/leadChat.ts. */
  purpose: v.optional(v.literal("lead_chat")),
  /** Of its own parts; missing until it has one. Kept by lib/taskLinks.ts. */
  subtasks: v.optional(v.object({ total: v.number(), done: v.number() })),
  /** Tasks that it waits for and that are open; missing for none. Kept by lib/taskLinks.ts. */
  openBlockerCount: v.optional(v.number()),
  state: taskState,
  /** Place in the column; see shared task/order. */
  position: v.string(),
  memberIds: v.array(v.id("memberships")),
  agentIds: v.array(v.id("agents")),
  creator: actor,
  /** Its creator and its assignees follow it without rows of their own; missing in tasks from before they did. */
  isFollowedByItsOwn: v.optional(v.literal(true)),
  /** When work on it began, for the time that it takes; anew when it is reopened. */
  startedAt: v.optional(v.number()),
  /**
   * The day under which the figures count it while it is open; from then on it stands in the loads of its assignees, too.
   * Missing in tasks from before that was counted, until something happens to them or a full count comes by: that of the
   * migration, or the weekly one.
   */
  bornOn: v.optional(v.string()),
  /** Of its agents' sessions; grows when the task comes back from the archive. */
  generation: v.number(),
  messageCount: v.number(),
  documentCount: v.number(),
  lastMessageAt: v.union(v.number(), v.null()),
  /** When it was made where it was imported from; missing for what was made here. See lib/times.ts. */
  originalAt: v.optional(v.number()),
  /** Last change by someone (not by a run getting on); guards against overwriting. */
  updatedAt: v.number(),
  /** Runs that are not at their end, kept by lib/runState.ts, so that a card costs no further read. */
  running: v.array(
    v.object({
      runId: v.id("runs"),
      agentId: v.id("agents"),
      status: runStatus,
      startedAt: v.union(v.number(), v.null()),
      activity: v.union(v.string(), v.null()),
      /** What the card needs to say why it waits; missing in rows from before it did. */
      attempt: v.optional(v.number()),
      queuedAt: v.optional(v.number()),
      availableAt: v.optional(v.number()),
      phaseSince: v.optional(v.number()),
      isCancelRequested: v.optional(v.boolean()),
      error: v.optional(v.union(failure, v.null())),
    }),
  ),
  /** The last turn of an agent here, when it ended without an answer and nobody has taken it up. Kept like `running`. */
  givenUp: v.optional(
    v.array(
      v.object({
        runId: v.id("runs"),
        agentId: v.id("agents"),
        status: runStatus,
        attempt: v.number(),
        endedAt: v.number(),
        error: v.union(failure, v.null()),
      }),
    ),
  ),
})
  .index("by_account_number", ["accountId", "number"])
  .index("by_account_parent", ["accountId", "parentId"])
  .index("by_account_status_position", ["accountId", "state.status", "position"])
  .searchIndex("search_title", { searchField: "title", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });

/** The long text of a task; a row exists when there is one. */
export const taskDescriptions = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  text: v.string(),
  /** Accented words without their accents, for search; nearly always empty. */
  folded: v.string(),
})
  .index("by_account_task", ["accountId", "taskId"])
  .searchIndex("search_text", { searchField: "text", filterFields: ["accountId"] })
  .searchIndex("search_folded", { searchField: "folded", filterFields: ["accountId"] });

/** Assignees the other way round, so that "what does she have" never scans the tasks. */
export const assignments = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  assignee: recipient,
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_member", ["accountId", "assignee.memberId"])
  .index("by_account_agent", ["accountId", "assignee.agentId"]);

/**
 * Who hears of a task beyond its own people (`isFollowedByItsOwn`), and what these chose instead. `muted` stays silent
 * except when named; `none` is kept only of those who would follow otherwise.
 */
export const subscriptions = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  recipient,
  level: literals("following", "muted", "none"),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_member", ["accountId", "recipient.memberId"])
  .index("by_account_agent", ["accountId", "recipient.agentId"]);

/** `taskId` waits for `blockerId`. */
export const taskBlockers = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  blockerId: v.id("tasks"),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_blocker", ["accountId", "blockerId"]);

/** The labels of tasks the other way round; equal to `labels` of the task. */
export const taskLabels = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  label: v.string(),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_label", ["accountId", "label"]);

/** Every label in use in the account. */
export const labels = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  taskCount: v.number(),
}).index("by_account_name", ["accountId", "name"]);

/** Due dates of tasks; a row exists while the task has one. */
export const dueDates = defineTable({
  accountId: v.id("accounts"),
  taskId: v.id("tasks"),
  dueAt: v.number(),
  /** When people are reminded; null once that has happened or is too late. */
  remindAt: v.union(v.number(), v.null()),
})
  .index("by_account_task", ["accountId", "taskId"])
  .index("by_account_dueAt", ["accountId", "dueAt"])
  .index("by_remindAt", ["remindAt"]);

/** A person's own filters of the board and the list; `query` is what stands in the address bar. */
export const savedViews = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  name: v.string(),
  query: v.string(),
}).index("by_account_member", ["accountId", "memberId"]);

/** Tasks that come back by themselves. */
export const recurrences = defineTable({
  accountId: v.id("accounts"),
  title: v.string(),
  description: v.string(),
  priority,
  labels: v.array(v.string()),
  memberIds: v.array(v.id("memberships")),
  agentIds: v.array(v.id("agents")),
  /** Days from the task's creation to its due date; null for none. */
  dueInDays: v.union(v.number(), v.null()),
  cron: v.string(),
  timeZone: v.string(),
  isPaused: v.boolean(),
  /** null while paused, or when the schedule never comes again. */
  nextAt: v.union(v.number(), v.null()),
  /** The planned time for which the last task was made; none is made twice for one. */
  lastPlannedAt: v.union(v.number(), v.null()),
  lastTaskId: v.union(v.id("tasks"), v.null()),
})
  .index("by_account", ["accountId"])
  .index("by_nextAt", ["nextAt"]);
