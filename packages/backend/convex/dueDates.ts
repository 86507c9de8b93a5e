/** Internal: reminders of due dates. */
import { v } from "convex/values";
import { systemMutation } from "./functions/system";
import { remindOfDueDate, remindOfDueDates } from "./lib/dueDates";

/** Every five minutes; a row is cleared in the transaction that reminds of it. */
export const sweep = systemMutation({
  audit: "none",
  schedule: "dueDates.sweep",
  args: {},
  handler: (ctx) => remindOfDueDates(ctx),
});

export const remindOne = systemMutation({
  audit: "none",
  schedule: "dueDates.sweep",
  args: { dueDateId: v.id("dueDates") },
  handler: (ctx, { dueDateId }) => remindOfDueDate(ctx, dueDateId),
});
