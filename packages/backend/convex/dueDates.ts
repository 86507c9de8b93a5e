/** Internal: reminders of due dates. */
import { systemMutation } from "./functions/system";
import { remindOfDueDates } from "./lib/dueDates";

/** Every five minutes; a row is cleared in the transaction that reminds of it. */
export const sweep = systemMutation({
  audit: "none",
  schedule: "dueDates.sweep",
  args: {},
  handler: (ctx) => remindOfDueDates(ctx),
});
