import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CHANNEL_BY_DEFAULT,
  CHANNEL_DELAY_MS,
  CHANNELS,
  type ChannelOccasion,
  channelsFor,
} from "./channels.ts";
import { decideNotification, groupOf, NO_PREFERENCES } from "./preferences.ts";
import { IS_MANDATORY, NOTIFICATION_TYPES } from "./types.ts";

const type = fc.constantFrom(...NOTIFICATION_TYPES);
const groups = fc.record(
  { taskUpdates: fc.boolean(), agentActivity: fc.boolean(), memberUpdates: fc.boolean() },
  { requiredKeys: [] },
);
const choices = fc.record({
  isOn: fc.boolean(),
  groups,
  wanted: fc.uniqueArray(type),
  muted: fc.uniqueArray(type),
});
const quietHours = fc.record({
  fromMinute: fc.nat({ max: 1439 }),
  toMinute: fc.nat({ max: 1439 }),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"),
});
const occasion: fc.Arbitrary<ChannelOccasion> = fc.record({
  type,
  actorKind: fc.constantFrom("member" as const, "agent" as const, "system" as const),
  account: groups,
  member: fc.record({
    groups,
    wanted: fc.uniqueArray(type),
    muted: fc.uniqueArray(type),
    quietHours: fc.option(quietHours),
  }),
  settings: fc.record({ email: choices, push: choices, webhook: choices }, { requiredKeys: [] }),
  connected: fc.uniqueArray(fc.constantFrom(...CHANNELS)),
  now: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
});
const OFF = { isOn: false, groups: {}, wanted: [], muted: [] };

describe("channels", () => {
  test("mandatory types go by every connected channel that is on, at once, whatever else was chosen", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        if (!IS_MANDATORY[one.type]) return;
        const { inbox, out, kept } = channelsFor(one);
        const on = one.connected.filter((channel) => one.settings[channel]?.isOn !== false);
        expect(inbox).toEqual({ kind: "deliver" });
        expect(out).toEqual(on.map((channel) => ({ channel, dueAt: one.now + CHANNEL_DELAY_MS[channel] })));
        expect(kept).toEqual(one.connected.filter((channel) => !on.includes(channel)));
      }),
    );
  });

  test("a channel that is off carries nothing, and with all off nothing leaves", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        for (const { channel } of channelsFor(one).out) expect(one.settings[channel]?.isOn).not.toBe(false);
        const settings = { email: OFF, push: OFF, webhook: OFF };
        expect(channelsFor({ ...one, settings }).out).toEqual([]);
      }),
    );
  });

  test("nothing goes by a channel that is not connected, and by each at most once", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        const used = channelsFor(one).out.map(({ channel }) => channel);
        expect(new Set(used).size).toBe(used.length);
        for (const channel of used) expect(one.connected).toContain(channel);
      }),
    );
  });

  test("quiet hours lose nothing: the same channels, only later, and not in quiet hours", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        const loud = channelsFor({ ...one, member: { ...one.member, quietHours: null } });
        const quiet = channelsFor(one);
        expect(quiet.out.map(({ channel }) => channel)).toEqual(loud.out.map(({ channel }) => channel));
        expect(quiet.kept).toEqual(loud.kept);
        for (const { dueAt } of quiet.out) {
          expect(dueAt).toBeGreaterThanOrEqual(one.now);
          expect(dueAt - one.now).toBeLessThanOrEqual(25 * 3_600_000);
        }
        if (quiet.inbox.kind !== "hold") return;
        const { until } = quiet.inbox;
        for (const { dueAt } of quiet.out) expect(dueAt).toBe(until);
      }),
    );
  });

  test("the inbox is decided as if there were no other channel", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        expect(channelsFor(one).inbox).toEqual(decideNotification(one));
      }),
    );
  });

  test("a choice of a type counts before its group, a group before the account, and each for its channel alone", () => {
    fc.assert(
      fc.property(occasion, fc.constantFrom(...CHANNELS), (one, channel) => {
        if (IS_MANDATORY[one.type]) return;
        const carries = (own: Partial<typeof CHANNEL_BY_DEFAULT>) => {
          const settings = { ...one.settings, [channel]: { ...CHANNEL_BY_DEFAULT, ...own } };
          const ways = channelsFor({ ...one, settings, connected: [channel] });
          return ways.out.length === 1;
        };
        const group = groupOf(one.type, one.actorKind);
        const asked = group === null ? {} : { groups: { [group]: false } };
        expect(carries({ ...asked, wanted: [one.type] })).toBe(true);
        const all = group === null ? {} : { groups: { [group]: true } };
        expect(carries({ ...all, muted: [one.type] })).toBe(false);
        if (group !== null) expect([carries(asked), carries(all)]).toEqual([false, true]);
        const others = CHANNELS.filter((other) => other !== channel);
        const before = channelsFor({ ...one, connected: others });
        const settings = { ...one.settings, [channel]: OFF };
        expect(channelsFor({ ...one, settings, connected: others })).toEqual(before);
      }),
    );
  });

  test("by default e-mail and push carry what is addressed to the person, a webhook of their own everything", () => {
    const plain = (one: Partial<ChannelOccasion>) =>
      channelsFor({
        type: "mention",
        actorKind: "member",
        account: {},
        member: NO_PREFERENCES,
        settings: {},
        connected: CHANNELS,
        now: 0,
        ...one,
      }).out.map(({ channel }) => channel);
    expect(plain({})).toEqual(["email", "push", "webhook"]);
    expect(plain({ type: "thread_update" })).toEqual(["webhook"]);
    expect(plain({ type: "thread_update", account: { taskUpdates: false } })).toEqual([]);
    // What the inbox does not want goes nowhere that was not chosen by name.
    expect(plain({ member: { ...NO_PREFERENCES, muted: ["mention"] } })).toEqual([]);
  });
});
