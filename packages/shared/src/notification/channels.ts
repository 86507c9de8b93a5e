/**
 * Which ways a notification takes to a person. The inbox is one; what leaves the product goes by e-mail, to their
 * browsers (push) and to an address of their own (webhook). A channel carries what the person chose for it, else
 * what the account and the product say; what the inbox drops goes nowhere that was not chosen for it by name.
 * Quiet hours hold every way alike. Mandatory types know no choice of type, group or hour; a channel that is
 * switched off as a whole carries nothing at all, and they still lie in the inbox.
 */
import type { DigestChoice } from "./digest.ts";
import {
  decideNotification,
  type GroupSettings,
  groupOf,
  type MemberPreferences,
  type Occasion,
  type Verdict,
} from "./preferences.ts";
import { IS_MANDATORY, type NotificationType } from "./types.ts";

export const CHANNELS = ["email", "push", "webhook"] as const;
export type Channel = (typeof CHANNELS)[number];

export const CHANNEL_LABEL = {
  email: "E-mail",
  push: "Push",
  webhook: "Webhook",
} as const satisfies Record<Channel, string>;

/** What one channel carries, as the person set it; missing means by default. */
export type ChannelPreferences = {
  /** False ends everything that goes this way. */
  isOn: boolean;
  groups: GroupSettings;
  wanted: readonly NotificationType[];
  muted: readonly NotificationType[];
};
export type ChannelSettings = { [Name in Channel]?: ChannelPreferences };

export const CHANNEL_BY_DEFAULT: ChannelPreferences = { isOn: true, groups: {}, wanted: [], muted: [] };

/** `personal`: what is addressed to the person alone. Nobody is to drown in mail that they did not ask for. */
const CARRIES = {
  email: { personal: true, grouped: false },
  push: { personal: true, grouped: false },
  webhook: { personal: true, grouped: true },
} as const satisfies Record<Channel, { personal: boolean; grouped: boolean }>;

/** Whoever reads it in the product meanwhile is not written to as well. */
export const CHANNEL_DELAY_MS = {
  email: 2 * 60_000,
  push: 0,
  webhook: 0,
} as const satisfies Record<Channel, number>;

/** `connected`: the channels by which this person can be reached at all. */
export type ChannelOccasion = Occasion & { settings: ChannelSettings; connected: readonly Channel[] };

export type Ways = {
  inbox: Verdict;
  out: { channel: Channel; dueAt: number }[];
  /** Connected channels that would have carried it by default, and a preference said no. */
  kept: Channel[];
};

export function channelsFor(occasion: ChannelOccasion): Ways {
  const inbox = decideNotification(occasion);
  const { connected, now } = occasion;
  const from = startOf(occasion, inbox);
  const carried = connected.filter((channel) => isCarried(channel, occasion));
  return {
    inbox,
    out: carried.map((channel) => ({
      channel,
      // Somebody whose quiet hours have just ended has had the time to look.
      dueAt: from > now ? from : now + CHANNEL_DELAY_MS[channel],
    })),
    kept: connected.filter((channel) => !carried.includes(channel) && carriesByDefault(channel, occasion)),
  };
}

/** Whether a channel carries the type for the person; also asked by the settings that show it. */
export function isCarried(channel: Channel, occasion: Omit<ChannelOccasion, "connected">): boolean {
  const { type, actorKind, account, settings } = occasion;
  const own = settings[channel] ?? CHANNEL_BY_DEFAULT;
  if (!own.isOn) return false;
  if (IS_MANDATORY[type]) return true;
  if (own.muted.includes(type)) return false;
  if (own.wanted.includes(type)) return true;
  const group = groupOf(type, actorKind);
  const chosen = group === null ? undefined : own.groups[group];
  if (chosen !== undefined) return chosen;
  if (group !== null && account[group] === false) return false;
  return carriesByDefault(channel, occasion) && decideNotification(occasion).kind !== "drop";
}

function carriesByDefault(channel: Channel, { type, actorKind }: Pick<Occasion, "type" | "actorKind">) {
  const carries = CARRIES[channel];
  return IS_MANDATORY[type] || (groupOf(type, actorKind) === null ? carries.personal : carries.grouped);
}

/** The end of the quiet hours, or now. What only a channel wants waits as what the inbox wants. */
function startOf(occasion: ChannelOccasion, inbox: Verdict): number {
  if (inbox.kind === "hold") return inbox.until;
  if (inbox.kind === "deliver") return occasion.now;
  const wanted = { ...occasion.member, muted: [], wanted: [occasion.type] };
  const held = decideNotification({ ...occasion, member: wanted });
  return held.kind === "hold" ? held.until : occasion.now;
}

/** All that a person has chosen about being told; missing parts are by default. */
export type PersonalPreferences = MemberPreferences & { channels?: ChannelSettings; digest?: DigestChoice };
