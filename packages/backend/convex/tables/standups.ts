import { defineTable } from "convex/server";
import { v } from "convex/values";
import { actor } from "./vocabulary";

const count = v.number();

export const standupCounts = v.object({
  done: count,
  inProgress: count,
  blocked: count,
  review: count,
  decisions: count,
});

const line = v.object({
  text: v.string(),
  detail: v.union(v.string(), v.null()),
  taskId: v.union(v.id("tasks"), v.null()),
  taskNumber: v.union(v.number(), v.null()),
  /** The event that led to it. */
  activityId: v.union(v.id("activities"), v.null()),
});
const lines = v.array(line);

/** One per account and day of the account. */
export const standups = defineTable({
  accountId: v.id("accounts"),
  /** "2026-11-22" in the account's time zone. */
  day: v.string(),
  author: actor,
  authorName: v.string(),
  /** What happened between these instants is in it. */
  from: v.number(),
  to: v.number(),
  sections: v.object({ done: lines, inProgress: lines, blocked: lines, review: lines, decisions: lines }),
  counts: standupCounts,
  /** True when more happened than was looked at. */
  isCut: v.boolean(),
}).index("by_account_day", ["accountId", "day"]);

/** When the next one is due; no row when the account wants none. */
export const standupSchedules = defineTable({
  accountId: v.id("accounts"),
  nextAt: v.number(),
})
  .index("by_account", ["accountId"])
  .index("by_nextAt", ["nextAt"]);
