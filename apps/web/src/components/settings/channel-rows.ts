/** The rows of the table of channels, what a cell of it shows, and what changing one means. */
import {
  CHANNEL_BY_DEFAULT,
  type Channel,
  type ChannelPreferences,
  isCarried,
  type PersonalPreferences,
} from "@mc/shared/notification/channels";
import {
  type AccountPreferences,
  GROUP_LABEL,
  type GroupSettings,
  type MemberPreferences,
  PREFERENCE_GROUPS,
  type PreferenceGroup,
} from "@mc/shared/notification/preferences";
import { NOTIFICATION_LABEL, type NotificationType } from "@mc/shared/notification/types";

export type ChannelRow =
  | { kind: "group"; group: PreferenceGroup; label: string }
  | { kind: "type"; type: NotificationType; label: string };

/** Addressed to the person alone; only they may switch them off. */
const PERSONAL = [
  "mention",
  "assignment",
  "review_request",
  "response_request",
  "approval_request",
  "approval_decided",
] as const satisfies readonly NotificationType[];

export const CHANNEL_ROWS: readonly ChannelRow[] = [
  ...PERSONAL.map((type) => ({ kind: "type" as const, type, label: NOTIFICATION_LABEL[type] })),
  ...PREFERENCE_GROUPS.map((group) => ({ kind: "group" as const, group, label: GROUP_LABEL[group] })),
];

/** One of each group that stands for all of it. */
const EXAMPLE = {
  taskUpdates: { type: "thread_update", actorKind: "member" },
  agentActivity: { type: "thread_update", actorKind: "agent" },
  memberUpdates: { type: "member_added", actorKind: "member" },
} as const satisfies Record<PreferenceGroup, { type: NotificationType; actorKind: "member" | "agent" }>;

type Chosen = { own: PersonalPreferences; account: AccountPreferences };

export function isInboxOn(row: ChannelRow, { own, account }: Chosen): boolean {
  if (row.kind === "type") return !own.muted.includes(row.type);
  return own.groups[row.group] ?? account[row.group] ?? true;
}

export function isChannelOn(channel: Channel, row: ChannelRow, { own, account }: Chosen): boolean {
  const example = row.kind === "type" ? { type: row.type, actorKind: "member" as const } : EXAMPLE[row.group];
  const member = { ...own, quietHours: null };
  return isCarried(channel, { ...example, account, member, settings: own.channels ?? {}, now: 0 });
}

export function inboxEdit(row: ChannelRow, own: MemberPreferences, isOn: boolean) {
  if (row.kind === "group") return { groups: { ...own.groups, [row.group]: isOn } satisfies GroupSettings };
  const others = own.muted.filter((type) => type !== row.type);
  return { muted: isOn ? others : [...others, row.type] };
}

export function channelEdit(
  row: ChannelRow,
  before: ChannelPreferences | undefined,
  isOn: boolean,
): ChannelPreferences {
  const next = before ?? CHANNEL_BY_DEFAULT;
  if (row.kind === "group") return { ...next, groups: { ...next.groups, [row.group]: isOn } };
  const without = (types: readonly NotificationType[]) => types.filter((type) => type !== row.type);
  const [wanted, muted] = [without(next.wanted), without(next.muted)];
  return isOn
    ? { ...next, wanted: [...wanted, row.type], muted }
    : { ...next, wanted, muted: [...muted, row.type] };
}
