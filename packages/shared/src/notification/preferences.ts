/**
 * Whether a person is told now, later or not at all. Mandatory types ignore every preference. Otherwise: a type
 * that the person has named themselves, else its group as the person set it, else as the account set it, else
 * yes. In quiet hours what is wanted waits for their end.
 */
import { assertNever } from "../assert.ts";
import { calendarDay, DAY_MS, dayNumber, instantOf, wallTimeAt } from "../time/zone.ts";
import { IS_MANDATORY, type NotificationType } from "./types.ts";

export const PREFERENCE_GROUPS = ["taskUpdates", "agentActivity", "memberUpdates"] as const;
export type PreferenceGroup = (typeof PREFERENCE_GROUPS)[number];

/** As set at one level; a missing one defers to the next. */
export type GroupSettings = { [Group in PreferenceGroup]?: boolean };

/** Minutes after midnight on the clocks of the zone; from 22:00 to 7:00 runs over midnight. */
export type QuietHours = { fromMinute: number; toMinute: number; timeZone: string };

/** What the account says for everyone who has not chosen; `emailDigest`: whether they get the daily digest. */
export type AccountPreferences = GroupSettings & { emailDigest?: boolean };

export type MemberPreferences = {
  groups: GroupSettings;
  /** Types that are wanted or not whatever their group says. */
  wanted: readonly NotificationType[];
  muted: readonly NotificationType[];
  quietHours: QuietHours | null;
};

export const NO_PREFERENCES: MemberPreferences = { groups: {}, wanted: [], muted: [], quietHours: null };

export const GROUP_LABEL = {
  taskUpdates: "Changes and messages in tasks",
  agentActivity: "What agents do",
  memberUpdates: "People who come and go",
} as const satisfies Record<PreferenceGroup, string>;

/** null for what is addressed to the person alone; only they may switch it off, by its type. */
const GROUP_OF = {
  mention: null,
  assignment: null,
  thread_update: "taskUpdates",
  status_change: "taskUpdates",
  review_request: null,
  response_request: null,
  approval_request: null,
  approval_decided: null,
  task_unblocked: "taskUpdates",
  parts_done: "taskUpdates",
  due_soon: "taskUpdates",
  member_added: "memberUpdates",
  member_removed: "memberUpdates",
  role_changed: "memberUpdates",
  invitation_accepted: "memberUpdates",
  document_shared: "taskUpdates",
  runtime_alert: "agentActivity",
  upgrade_result: "agentActivity",
  budget_alert: "agentActivity",
  loop_stopped: "agentActivity",
  standup: "agentActivity",
  system: null,
} as const satisfies Record<NotificationType, PreferenceGroup | null>;

export type Occasion = {
  type: NotificationType;
  /** Whose act it is; what an agent does in a task counts as agent activity. */
  actorKind: "member" | "agent" | "system";
  account: GroupSettings;
  member: MemberPreferences;
  now: number;
};

export type Verdict = { kind: "deliver" } | { kind: "hold"; until: number } | { kind: "drop" };

export function decideNotification(occasion: Occasion): Verdict {
  const { type, member, now } = occasion;
  if (IS_MANDATORY[type]) return { kind: "deliver" };
  if (!isWanted(occasion)) return { kind: "drop" };
  const until = member.quietHours ? quietUntil(member.quietHours, now) : null;
  return until === null ? { kind: "deliver" } : { kind: "hold", until };
}

export function groupOf(type: NotificationType, actorKind: Occasion["actorKind"]): PreferenceGroup | null {
  const group = GROUP_OF[type];
  return group === "taskUpdates" && actorKind === "agent" ? "agentActivity" : group;
}

/** The end of the quiet hours that `now` lies in; null outside them. */
export function quietUntil({ fromMinute, toMinute, timeZone }: QuietHours, now: number): number | null {
  const wall = wallTimeAt(now, timeZone);
  const minute = wall.hour * 60 + wall.minute;
  const isOverMidnight = fromMinute > toMinute;
  const isQuiet = isOverMidnight
    ? minute >= fromMinute || minute < toMinute
    : minute >= fromMinute && minute < toMinute;
  if (!isQuiet) return null;
  const day = dayNumber(wall) + (isOverMidnight && minute >= fromMinute ? 1 : 0);
  const clock = { hour: Math.floor(toMinute / 60), minute: toMinute % 60 };
  const end = instantOf({ ...calendarDay(day), ...clock }, timeZone);
  // Where the clocks are put back, the end may lie behind; it comes again within the day.
  return end > now ? end : Math.min(end + DAY_MS, now + DAY_MS);
}

function isWanted({ type, actorKind, account, member }: Occasion): boolean {
  if (member.muted.includes(type)) return false;
  if (member.wanted.includes(type)) return true;
  const group = groupOf(type, actorKind);
  switch (group) {
    case null:
      return true;
    case "taskUpdates":
    case "agentActivity":
    case "memberUpdates":
      return member.groups[group] ?? account[group] ?? true;
    default:
      return assertNever(group);
  }
}
