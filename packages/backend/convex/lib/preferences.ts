/** What people and the account want to hear of, and the count of what is kept from them. */
import type { FieldChange } from "@mc/shared/activity/types";
import {
  GROUP_LABEL,
  type GroupSettings,
  type MemberPreferences,
  NO_PREFERENCES,
  PREFERENCE_GROUPS,
} from "@mc/shared/notification/preferences";
import {
  IS_MANDATORY,
  NOTIFICATION_LABEL,
  NOTIFICATION_TYPES,
  type NotificationType,
} from "@mc/shared/notification/types";
import { isTimeZone } from "@mc/shared/time/zone";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import type { ReadCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { readCounter } from "./counters";
import { memberTarget } from "./targets";

const MINUTES_PER_DAY = 24 * 60;

/** The account's defaults and the person's own, side by side. */
export async function readPreferences({ account, member }: AccountQueryCtx) {
  return {
    account: account.settings.notificationPreferences ?? {},
    own: member.preferences ?? { ...NO_PREFERENCES, wanted: [], muted: [] },
  };
}

export type PreferencesEdit = {
  groups?: GroupSettings | undefined;
  wanted?: NotificationType[] | undefined;
  muted?: NotificationType[] | undefined;
  quietHours?: MemberPreferences["quietHours"] | undefined;
};

export async function editPreferences(ctx: AccountMutationCtx, edit: PreferencesEdit): Promise<null> {
  const before: MemberPreferences = ctx.member.preferences ?? NO_PREFERENCES;
  requirePossible(edit);
  const next = {
    groups: edit.groups ?? before.groups,
    wanted: [...new Set(edit.wanted ?? before.wanted)],
    muted: [...new Set(edit.muted ?? before.muted)],
    quietHours: edit.quietHours === undefined ? before.quietHours : edit.quietHours,
  };
  const changes = changesOf(before, next);
  if (changes.length === 0) return null;
  await ctx.db.patch("memberships", ctx.member._id, { preferences: next });
  await ctx.activity.record({
    event: { type: "member_preferences_changed", changes },
    target: memberTarget(ctx.member),
  });
  return null;
}

export function groupChanges(before: GroupSettings, next: GroupSettings): FieldChange[] {
  return PREFERENCE_GROUPS.flatMap((group) => {
    const change = { field: GROUP_LABEL[group], from: word(before[group]), to: word(next[group]) };
    return change.from === change.to ? [] : [change];
  });
}

export async function readDropped(ctx: ReadCtx) {
  const counts = await Promise.all(NOTIFICATION_TYPES.map((type) => readCounter(ctx, `dropped:${type}`)));
  return NOTIFICATION_TYPES.flatMap((type, index) => {
    const count = counts[index] ?? 0;
    return count > 0 ? [{ type, count }] : [];
  });
}

function requirePossible({ wanted = [], muted = [], quietHours }: PreferencesEdit): void {
  const fixed = muted.find((type) => IS_MANDATORY[type]);
  if (fixed) throw invalid(`"${NOTIFICATION_LABEL[fixed]}" cannot be switched off.`, "muted");
  const both = muted.find((type) => wanted.includes(type));
  if (both) throw invalid(`"${NOTIFICATION_LABEL[both]}" is both wanted and not.`, "muted");
  if (!quietHours) return;
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < MINUTES_PER_DAY;
  if (!isMinute(quietHours.fromMinute) || !isMinute(quietHours.toMinute)) {
    throw invalid("Quiet hours begin and end at a minute of the day.", "quietHours");
  }
  if (!isTimeZone(quietHours.timeZone)) {
    throw invalid(`"${quietHours.timeZone}" is not a time zone.`, "quietHours");
  }
}

function changesOf(before: MemberPreferences, next: MemberPreferences): FieldChange[] {
  const changes = groupChanges(before.groups, next.groups);
  const note = (field: string, from: string | null, to: string | null) => {
    if (from !== to) changes.push({ field, from, to });
  };
  note("wanted notifications", listOf(before.wanted), listOf(next.wanted));
  note("muted notifications", listOf(before.muted), listOf(next.muted));
  note("quiet hours", hoursOf(before.quietHours), hoursOf(next.quietHours));
  return changes;
}

function listOf(types: readonly NotificationType[]): string | null {
  return types.map((type) => NOTIFICATION_LABEL[type]).join(", ") || null;
}

function hoursOf(hours: MemberPreferences["quietHours"]): string | null {
  if (!hours) return null;
  const clock = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
  return `${clock(hours.fromMinute)}–${clock(hours.toMinute)} ${hours.timeZone}`;
}

function word(flag: boolean | undefined): string | null {
  return flag === undefined ? null : flag ? "on" : "off";
}
