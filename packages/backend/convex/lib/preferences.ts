/** What people and the account want to hear of, and the count of what is kept from them. */
import type { FieldChange } from "@mc/shared/activity/types";
import {
  CHANNEL_BY_DEFAULT,
  CHANNEL_LABEL,
  CHANNELS,
  type Channel,
  type ChannelPreferences,
  type ChannelSettings,
  type PersonalPreferences,
} from "@mc/shared/notification/channels";
import type { DigestChoice } from "@mc/shared/notification/digest";
import {
  type AccountPreferences,
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
import { parseTimeOfDay } from "@mc/shared/standup/schedule";
import { isTimeZone } from "@mc/shared/time/zone";
import type { Doc } from "../_generated/dataModel";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { readCounter } from "./counters";
import { digestChoiceOf, planDigest } from "./digests";
import { memberTarget } from "./targets";

const MINUTES_PER_DAY = 24 * 60;

/** The account's defaults and the person's own, side by side, and the digest that follows from both. */
export async function readPreferences(ctx: AccountQueryCtx) {
  const { account, member } = ctx;
  return {
    account: account.settings.notificationPreferences ?? {},
    own: member.preferences ?? { ...NO_PREFERENCES, wanted: [], muted: [] },
    digest: digestChoiceOf(ctx, member),
  };
}

export type PreferencesEdit = {
  groups?: GroupSettings | undefined;
  wanted?: readonly NotificationType[] | undefined;
  muted?: readonly NotificationType[] | undefined;
  quietHours?: MemberPreferences["quietHours"] | undefined;
  /** Only the channels that change; null takes the choices of one back. */
  channels?: { [Name in Channel]?: ChannelPreferences | null } | undefined;
  /** null takes the choice back: the account's default counts. */
  digest?: DigestChoice | null | undefined;
};

export async function editPreferences(ctx: AccountMutationCtx, edit: PreferencesEdit): Promise<null> {
  return await writePreferences(ctx, ctx.member, edit);
}

/** For the link in a mail: ends everything of one channel, whatever else was chosen for it. */
export async function switchOffChannel(ctx: WriteCtx, member: Member, channel: Channel): Promise<null> {
  const before = member.preferences?.channels?.[channel] ?? CHANNEL_BY_DEFAULT;
  return await writePreferences(ctx, member, { channels: { [channel]: { ...before, isOn: false } } });
}

type Member = Doc<"memberships">;

async function writePreferences(ctx: WriteCtx, member: Member, asked: PreferencesEdit): Promise<null> {
  const before: PersonalPreferences = member.preferences ?? NO_PREFERENCES;
  requirePossible(asked);
  const edit = onOwnClocks(member, asked);
  const digest = edit.digest === undefined ? before.digest : (edit.digest ?? undefined);
  const next = {
    groups: edit.groups ?? before.groups,
    wanted: [...new Set(edit.wanted ?? before.wanted)],
    muted: [...new Set(edit.muted ?? before.muted)],
    quietHours: edit.quietHours === undefined ? before.quietHours : edit.quietHours,
    channels: mergeChannels(before.channels ?? {}, edit.channels ?? {}),
    ...(digest === undefined ? {} : { digest }),
  };
  const changes = changesOf(before, next);
  if (changes.length === 0) {
    ctx.activity.bookkeeping("nothing was changed");
    return null;
  }
  await ctx.db.patch("memberships", member._id, { preferences: next });
  await planDigest(ctx, { ...member, preferences: next }, Date.now());
  await ctx.activity.record({
    event: { type: "member_preferences_changed", changes },
    target: memberTarget(member),
  });
  return null;
}

/** Whoever has a time zone of their own has every time of day in it, whatever the browser stands in. */
function onOwnClocks({ timeZone }: Member, edit: PreferencesEdit): PreferencesEdit {
  if (timeZone === undefined) return edit;
  const { quietHours, digest } = edit;
  return {
    ...edit,
    ...(quietHours ? { quietHours: { ...quietHours, timeZone } } : {}),
    ...(digest ? { digest: { ...digest, timeZone } } : {}),
  };
}

type StoredChannels = NonNullable<NonNullable<Member["preferences"]>["channels"]>;

function mergeChannels(
  before: ChannelSettings,
  edit: NonNullable<PreferencesEdit["channels"]>,
): StoredChannels {
  const merged: StoredChannels = {};
  for (const channel of CHANNELS) {
    const chosen = edit[channel] === undefined ? before[channel] : edit[channel];
    if (!chosen) continue;
    merged[channel] = { ...chosen, wanted: [...new Set(chosen.wanted)], muted: [...new Set(chosen.muted)] };
  }
  return merged;
}

/** Also of the account's defaults. */
export function accountPreferenceChanges(
  before: AccountPreferences,
  next: AccountPreferences,
): FieldChange[] {
  const digest = {
    field: "daily digest by e-mail",
    from: word(before.emailDigest),
    to: word(next.emailDigest),
  };
  return [...groupChanges(before, next), ...(digest.from === digest.to ? [] : [digest])];
}

function groupChanges(before: GroupSettings, next: GroupSettings): FieldChange[] {
  return PREFERENCE_GROUPS.flatMap((group) => {
    const change = { field: GROUP_LABEL[group], from: word(before[group]), to: word(next[group]) };
    return change.from === change.to ? [] : [change];
  });
}

export async function readDropped(ctx: ReadCtx) {
  const places = ["inbox", ...CHANNELS] as const;
  const asked = NOTIFICATION_TYPES.flatMap((type) => places.map((place) => ({ type, place })));
  const counted = await Promise.all(
    asked.map(async ({ type, place }) => {
      const key = place === "inbox" ? (`dropped:${type}` as const) : (`dropped:${place}:${type}` as const);
      return { type, channel: place, count: await readCounter(ctx, key) };
    }),
  );
  return counted.filter(({ count }) => count > 0);
}

function requirePossible({ wanted = [], muted = [], quietHours, channels, digest }: PreferencesEdit): void {
  const fixed = muted.find((type) => IS_MANDATORY[type]);
  if (fixed) throw invalid(`"${NOTIFICATION_LABEL[fixed]}" cannot be switched off.`, "muted");
  const both = muted.find((type) => wanted.includes(type));
  if (both) throw invalid(`"${NOTIFICATION_LABEL[both]}" is both wanted and not.`, "muted");
  for (const channel of Object.values(channels ?? {})) requirePossible({ ...channel, quietHours: null });
  if (digest) requireDigest(digest);
  if (!quietHours) return;
  const isMinute = (minute: number) => Number.isInteger(minute) && minute >= 0 && minute < MINUTES_PER_DAY;
  if (!isMinute(quietHours.fromMinute) || !isMinute(quietHours.toMinute)) {
    throw invalid("Quiet hours begin and end at a minute of the day.", "quietHours");
  }
  if (!isTimeZone(quietHours.timeZone)) {
    throw invalid(`"${quietHours.timeZone}" is not a time zone.`, "quietHours");
  }
}

function requireDigest({ time, weekday, timeZone }: DigestChoice): void {
  if (!parseTimeOfDay(time)) throw invalid(`"${time}" is not a time of day; write one like 08:00.`, "digest");
  if (!Number.isInteger(weekday) || weekday < 0 || weekday > 6) {
    throw invalid("A weekday is a number from 0 (Sunday) to 6.", "digest");
  }
  if (!isTimeZone(timeZone)) throw invalid(`"${timeZone}" is not a time zone.`, "digest");
}

function changesOf(before: PersonalPreferences, next: PersonalPreferences): FieldChange[] {
  const changes = groupChanges(before.groups, next.groups);
  const note = (field: string, from: string | null, to: string | null) => {
    if (from !== to) changes.push({ field, from, to });
  };
  note("wanted notifications", listOf(before.wanted), listOf(next.wanted));
  note("muted notifications", listOf(before.muted), listOf(next.muted));
  note("quiet hours", hoursOf(before.quietHours), hoursOf(next.quietHours));
  for (const channel of CHANNELS) {
    const [from, to] = [before.channels?.[channel], next.channels?.[channel]];
    note(`notifications by ${CHANNEL_LABEL[channel]}`, channelWord(from), channelWord(to));
  }
  note("digest", digestWord(before.digest), digestWord(next.digest));
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

function channelWord(channel: ChannelPreferences | undefined): string | null {
  if (!channel) return null;
  const { isOn, groups, wanted, muted } = channel;
  const parts = [
    ...PREFERENCE_GROUPS.flatMap((group) =>
      groups[group] === undefined ? [] : [`${GROUP_LABEL[group]}: ${word(groups[group])}`],
    ),
    ...wanted.map((type) => `${NOTIFICATION_LABEL[type]}: on`),
    ...muted.map((type) => `${NOTIFICATION_LABEL[type]}: off`),
  ];
  return [isOn ? "on" : "off", ...parts].join(", ");
}

function digestWord(digest: DigestChoice | undefined): string | null {
  if (!digest) return null;
  const { frequency, time, weekday, timeZone } = digest;
  if (frequency === "off") return "off";
  return `${frequency}${frequency === "weekly" ? ` (day ${weekday})` : ""}, ${time} ${timeZone}`;
}
