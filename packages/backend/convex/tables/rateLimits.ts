import { defineTable } from "convex/server";
import { v } from "convex/values";

/** How often somebody did something in the present window; one row per key, used again in every window. */
export const rateLimits = defineTable({
  accountId: v.id("accounts"),
  key: v.string(),
  windowStart: v.number(),
  count: v.number(),
}).index("by_account_key", ["accountId", "key"]);
