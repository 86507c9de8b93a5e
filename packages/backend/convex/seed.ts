/** Internal: a demo account, made through the functions of the product; called with the host's admin key. */
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { invalid } from "./functions/errors";
import { seedMutation } from "./functions/seed";
import { readCounter } from "./lib/counters";
import { foundDemo, playTask } from "./lib/seed";
import { writePastDay } from "./lib/seedHistory";
import { postStandup } from "./lib/standup";
import { HISTORY_DAYS, storyTime } from "./seed/history";
import { DEMO_TASKS, MAX_SCALE } from "./seed/story";

/** Each plays a thread, documents and moves: a few dozen rows. */
const TASKS_PER_BATCH = 10;
/** Each is a row for everybody, and two sums for every agent. */
const DAYS_PER_BATCH = 5;

const tasksOfStory = {
  accountId: v.id("accounts"),
  target: v.number(),
  /** Of an office that is new: its tasks are told of the month before. Otherwise they happen now. */
  foundedAt: v.optional(v.number()),
};

/**
 * Founds the demo account for `owner` (as `ctx.auth` names them) and plays its tasks in scheduled batches.
 * Run again it adds what is missing and nothing else; `scale` is the number of tasks, 40 when left out.
 */
export const run = seedMutation({
  audit: [
    "account_created",
    "member_joined",
    "runtime_added",
    "agent_created",
    "folder_created",
    "document_created",
    "document_updated",
    "skill_created",
    "agent_updated",
    "service_token_created",
    "runtime_status_changed",
    "runtime_alert_raised",
  ],
  args: {
    owner: v.object({ userId: v.string(), name: v.string(), email: v.union(v.string(), v.null()) }),
    scale: v.optional(v.number()),
  },
  handler: async (ctx, { owner, scale }) => {
    const target = scale ?? DEMO_TASKS;
    if (!Number.isInteger(target) || target < DEMO_TASKS || target > MAX_SCALE) {
      throw invalid(`The scale is a number of tasks from ${DEMO_TASKS} to ${MAX_SCALE}.`, "scale");
    }
    const { story, ...demo } = await foundDemo(ctx, owner);
    const tasks = { accountId: demo.accountId, target, ...story };
    await ctx.scheduler.runAfter(0, internal.seed.history, { ...tasks, daysAgo: 1 });
    return { ...demo, target };
  },
});

/** The figures of the month before the founding, some days at a time; then come the tasks, which are added to them. */
export const history = seedMutation({
  audit: "none",
  args: { ...tasksOfStory, daysAgo: v.number() },
  handler: async (ctx, { daysAgo, ...tasks }): Promise<null> => {
    const { accountId } = tasks;
    const system = await ctx.open(accountId);
    if (!system) return null;
    const next = Math.min(daysAgo + DAYS_PER_BATCH, HISTORY_DAYS + 1);
    for (let day = daysAgo; day < next; day += 1) await writePastDay(system, day);
    if (next <= HISTORY_DAYS) {
      await ctx.scheduler.runAfter(0, internal.seed.history, { ...tasks, daysAgo: next });
    } else await ctx.scheduler.runAfter(0, internal.seed.batch, tasks);
    return null;
  },
});

/** The next tasks of the story; schedules itself until the target is reached, then writes the stand-up. */
export const batch = seedMutation({
  audit: [
    "task_created",
    "task_assigned",
    "task_status_changed",
    "message_created",
    "document_created",
    "document_updated",
    "run_succeeded",
    "standup_posted",
  ],
  args: tasksOfStory,
  handler: async (ctx, { accountId, target, foundedAt }): Promise<{ tasks: number }> => {
    const system = await ctx.open(accountId);
    if (!system) return { tasks: 0 };
    const told = foundedAt === undefined ? {} : { foundedAt };
    const from = await readCounter(system, "taskNumber");
    const to = Math.min(target, from + TASKS_PER_BATCH);
    for (let nth = from; nth < to; nth += 1) {
      await playTask(async (act) => {
        const at = foundedAt === undefined ? null : storyTime({ foundedAt, tasks: target }, nth, act);
        return (await ctx.open(accountId, at)) ?? system;
      }, nth);
    }
    if (to < target) await ctx.scheduler.runAfter(0, internal.seed.batch, { accountId, target, ...told });
    else if (to > from) await postStandup(system, { isQuietSkipped: false });
    return { tasks: Math.max(from, to) };
  },
});
