/** When an account's stand-up is due, and the settings that decide it. */
import type { FieldChange } from "@mc/shared/activity/types";
import { DEFAULT_STANDUP_TIME, nextStandupAt, parseTimeOfDay } from "@mc/shared/standup/schedule";
import { isTimeZone } from "@mc/shared/time/zone";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { planDigests } from "./digests";
import { zoneOf } from "./metrics";

type Edit = { timeZone?: string | undefined; standupTime?: string | null | undefined };

export function scheduleOf(account: Doc<"accounts">): { timeZone: string; standupTime: string | null } {
  const { standupTime } = account.settings;
  return {
    timeZone: zoneOf({ account }),
    standupTime: standupTime === undefined ? DEFAULT_STANDUP_TIME : standupTime,
  };
}

export async function updateSchedule(ctx: WriteCtx, edit: Edit): Promise<null> {
  const { account } = ctx;
  const before = scheduleOf(account);
  const next = {
    timeZone: edit.timeZone ?? before.timeZone,
    standupTime: edit.standupTime === undefined ? before.standupTime : edit.standupTime,
  };
  if (!isTimeZone(next.timeZone)) {
    throw invalid(`"${next.timeZone}" is not a time zone; write one like Europe/Berlin.`, "timeZone");
  }
  if (next.standupTime !== null && !parseTimeOfDay(next.standupTime)) {
    throw invalid(`"${next.standupTime}" is not a time of day; write one like 09:00.`, "standupTime");
  }
  const changes: FieldChange[] = [];
  if (next.timeZone !== before.timeZone) {
    changes.push({ field: "time zone", from: before.timeZone, to: next.timeZone });
  }
  if (next.standupTime !== before.standupTime) {
    changes.push({ field: "stand-up", from: before.standupTime, to: next.standupTime });
  }
  if (changes.length === 0) return null;
  const settings = { ...account.settings, ...next };
  await ctx.db.patch("accounts", account._id, { settings });
  const changed = { ...ctx, account: { ...account, settings } };
  await planStandup(changed, Date.now());
  if (next.timeZone !== before.timeZone) await planDigests(changed);
  await ctx.activity.record({
    event: { type: "account_updated", changes },
    target: { kind: "account", id: account._id, label: account.name },
  });
  return null;
}

/** Sets the next time after `after`, or none. */
export async function planStandup(ctx: WriteCtx, after: number): Promise<void> {
  const { timeZone, standupTime } = scheduleOf(ctx.account);
  const nextAt = standupTime === null ? null : nextStandupAt({ time: standupTime, zone: timeZone }, after);
  const row = await scheduleRow(ctx);
  if (nextAt === null) {
    if (row) await ctx.db.delete("standupSchedules", row._id);
  } else if (row) await ctx.db.patch("standupSchedules", row._id, { nextAt });
  else await ctx.db.insert("standupSchedules", { accountId: ctx.account._id, nextAt });
}

export async function scheduleRow(ctx: ReadCtx) {
  return await ctx.db
    .query("standupSchedules")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .unique();
}
