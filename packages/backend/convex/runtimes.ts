/** The account's runtimes as people see and steer them, how a machine joins, and the conclusion from silence. */
import { OFFLINE_AFTER_MS, REPORTED_STATUSES } from "@mc/shared/runtime/report";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { accountQuery, adminMutation } from "./functions/account";
import { enrolmentMutation } from "./functions/enrolment";
import { systemMutation } from "./functions/system";
import {
  createEnrolment,
  joinAsRuntime,
  listEnrolments,
  revokeEnrolment as withdraw,
} from "./lib/enrolments";
import { LIMITS } from "./lib/limits";
import { readLogs, requestCommand as request } from "./lib/runtimeCommands";
import { activateRuntime, removeRuntime, updateLimits as setLimits } from "./lib/runtimeSettings";
import { alertOffline as alert, getRuntimeOrThrow, markOffline, readRuntime } from "./lib/runtimes";
import { runtimeLines, runtimePage } from "./lib/runtimeViews";
import { eachAlone } from "./lib/sweeps";
import { commandKind, runtimeProvider } from "./tables/vocabulary";

const STATUS_AUDIT = ["runtime_status_changed", "runtime_alert_raised", "runtime_alert_ended"] as const;
const which = { runtimeId: v.id("runtimes") };
const numberOrNull = v.union(v.number(), v.null());

export const current = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readRuntime(ctx) });

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => runtimeLines(ctx) });

export const get = accountQuery({
  role: "viewer",
  args: which,
  handler: async (ctx, { runtimeId }) => await runtimePage(ctx, await getRuntimeOrThrow(ctx, runtimeId)),
});

/** The latest lines that were asked for; null before the first time. */
export const logs = accountQuery({
  role: "admin",
  args: which,
  handler: async (ctx, { runtimeId }) => await readLogs(ctx, await getRuntimeOrThrow(ctx, runtimeId)),
});

export const requestCommand = adminMutation({
  audit: ["runtime_command_requested"],
  args: { ...which, kind: commandKind, version: v.optional(v.string()), requestKey: v.string() },
  handler: async (ctx, { runtimeId, kind, version = null, requestKey }) =>
    await request(ctx, await getRuntimeOrThrow(ctx, runtimeId), {
      kind,
      version: kind === "upgrade" ? version : null,
      requestKey,
      requestedBy: ctx.member.name,
      rolloutId: null,
    }),
});

export const updateLimits = adminMutation({
  audit: ["runtime_settings_changed"],
  args: { ...which, parallelTurns: numberOrNull, turnsPerMinute: numberOrNull },
  handler: async (ctx, { runtimeId, ...limits }) =>
    await setLimits(ctx, await getRuntimeOrThrow(ctx, runtimeId), limits),
});

export const activate = adminMutation({
  audit: ["runtime_activated", "runtime_alert_ended"],
  args: which,
  handler: async (ctx, { runtimeId }) => await activateRuntime(ctx, await getRuntimeOrThrow(ctx, runtimeId)),
});

export const remove = adminMutation({
  audit: ["runtime_removed", "runtime_alert_ended"],
  args: which,
  handler: async (ctx, { runtimeId }) => await removeRuntime(ctx, await getRuntimeOrThrow(ctx, runtimeId)),
});

export const enrolments = accountQuery({ role: "admin", args: {}, handler: (ctx) => listEnrolments(ctx) });

export const enrol = adminMutation({
  audit: ["runtime_enrolment_created"],
  args: { name: v.string(), provider: runtimeProvider, region: v.union(v.string(), v.null()) },
  handler: (ctx, draft) => createEnrolment(ctx, draft),
});

export const revokeEnrolment = adminMutation({
  audit: ["runtime_enrolment_revoked"],
  args: { enrolmentId: v.id("enrolments") },
  handler: (ctx, { enrolmentId }) => withdraw(ctx, enrolmentId),
});

/** `mc runtime join`: the one-time token becomes a service token. */
export const join = enrolmentMutation({
  audit: ["runtime_added", "service_token_created", "runtime_activated", "runtime_alert_ended"],
  args: { host: v.string(), region: v.union(v.string(), v.null()) },
  handler: (ctx, machine) => joinAsRuntime(ctx, machine),
});

export const sweep = systemMutation({
  audit: STATUS_AUDIT,
  schedule: "runtimes.sweep",
  args: {},
  handler: async (ctx): Promise<null> => {
    const before = Date.now() - OFFLINE_AFTER_MS;
    for (const status of REPORTED_STATUSES) {
      const silent = await ctx.db
        .query("runtimes")
        .withIndex("by_status_lastCheckInAt", (q) => q.eq("status", status).lte("lastCheckInAt", before))
        .take(LIMITS.batch);
      const one = internal.runtimes.sweepOne;
      await eachAlone(ctx, silent, { one, args: ({ _id }) => ({ runtimeId: _id }) });
    }
    return null;
  },
});

export const sweepOne = systemMutation({
  audit: STATUS_AUDIT,
  schedule: "runtimes.sweep",
  args: which,
  handler: async (ctx, { runtimeId }): Promise<null> => {
    const runtime = await ctx.db.get("runtimes", runtimeId);
    const account = runtime ? await ctx.open(runtime.accountId) : null;
    if (runtime && account) await markOffline(account, runtime);
    return null;
  },
});

/** Scheduled when a runtime goes offline; tells people if the same outage still lasts. */
export const alertOffline = systemMutation({
  audit: STATUS_AUDIT,
  schedule: "runtimes.alertOffline",
  args: { runtimeId: v.id("runtimes"), since: v.number() },
  handler: async (ctx, { runtimeId, since }): Promise<null> => {
    const runtime = await ctx.db.get("runtimes", runtimeId);
    const account = runtime ? await ctx.open(runtime.accountId) : null;
    if (runtime && account) await alert(account, runtime, since);
    return null;
  },
});
