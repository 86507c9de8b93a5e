/** A runtime's sign of life, what is asked of it, and how far it got with that. */
import { v } from "convex/values";
import { serviceMutation, serviceQuery } from "../functions/service";
import { ordersOf, takeWord } from "../lib/runtimeCommands";
import { checkIn as receive } from "../lib/runtimes";
import { reportedCommandStatus, runtimeReport } from "../tables/vocabulary";

export const checkIn = serviceMutation({
  audit: ["runtime_status_changed", "runtime_alert_raised", "runtime_alert_ended"],
  args: { report: runtimeReport },
  handler: (ctx, { report }) => receive(ctx, report),
});

export const orders = serviceQuery({ args: {}, handler: (ctx) => ordersOf(ctx) });

/** Moves a command on. "lost": it is not the runtime's any more, and the runtime drops it. */
export const reportCommand = serviceMutation({
  audit: ["runtime_command_ended", "runtime_alert_raised", "runtime_alert_ended"],
  args: {
    commandId: v.id("runtimeCommands"),
    generation: v.number(),
    status: reportedCommandStatus,
    step: v.optional(v.object({ name: v.string(), percent: v.number(), detail: v.string() })),
    reason: v.optional(v.string()),
    logs: v.optional(v.string()),
  },
  handler: (ctx, word) => takeWord(ctx, word),
});
