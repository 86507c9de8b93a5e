import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decideNotification, groupOf, NO_PREFERENCES, PREFERENCE_GROUPS, quietUntil } from "./preferences.ts";
import { IS_MANDATORY, NOTIFICATION_TYPES } from "./types.ts";

const type = fc.constantFrom(...NOTIFICATION_TYPES);
const actorKind = fc.constantFrom("member" as const, "agent" as const, "system" as const);
const groups = fc.record(
  { taskUpdates: fc.boolean(), agentActivity: fc.boolean(), memberUpdates: fc.boolean() },
  { requiredKeys: [] },
);
const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");
const quiet = fc.record({
  fromMinute: fc.nat({ max: 1439 }),
  toMinute: fc.nat({ max: 1439 }),
  timeZone: zone,
});
const member = fc.record({
  groups,
  wanted: fc.uniqueArray(type),
  muted: fc.uniqueArray(type),
  quietHours: fc.option(quiet),
});
const now = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const occasion = fc.record({ type, actorKind, account: groups, member, now });

describe("preferences", () => {
  test("mandatory types ignore every preference", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        if (IS_MANDATORY[one.type]) expect(decideNotification(one)).toEqual({ kind: "deliver" });
      }),
    );
  });

  test("with everything off only mandatory types remain", () => {
    fc.assert(
      fc.property(type, actorKind, now, (one, actor, at) => {
        const off = { groups: {}, wanted: [], muted: NOTIFICATION_TYPES, quietHours: null };
        const verdict = decideNotification({
          type: one,
          actorKind: actor,
          account: {},
          member: off,
          now: at,
        });
        expect(verdict.kind).toBe(IS_MANDATORY[one] ? "deliver" : "drop");
      }),
    );
  });

  test("what the person says counts before what the account says", () => {
    fc.assert(
      fc.property(occasion, fc.boolean(), (one, wish) => {
        const group = groupOf(one.type, one.actorKind);
        if (group === null || IS_MANDATORY[one.type]) return;
        const own = { ...NO_PREFERENCES, groups: { [group]: wish } };
        expect(decideNotification({ ...one, member: own }).kind).toBe(wish ? "deliver" : "drop");
        const none = decideNotification({ ...one, member: NO_PREFERENCES });
        expect(none.kind).toBe(one.account[group] === false ? "drop" : "deliver");
      }),
    );
  });

  test("quiet hours only delay: what is held is wanted, and its time comes within a day and is not quiet", () => {
    fc.assert(
      fc.property(occasion, (one) => {
        const loud = decideNotification({ ...one, member: { ...one.member, quietHours: null } });
        const verdict = decideNotification(one);
        expect(verdict.kind === "drop").toBe(loud.kind === "drop");
        if (verdict.kind !== "hold") return;
        expect(verdict.until).toBeGreaterThan(one.now);
        expect(verdict.until - one.now).toBeLessThanOrEqual(25 * 3_600_000);
      }),
    );
  });

  test("an agent's messages and moves are agent activity, a person's are task updates", () => {
    expect([groupOf("thread_update", "agent"), groupOf("thread_update", "member")]).toEqual([
      "agentActivity",
      "taskUpdates",
    ]);
    expect(groupOf("mention", "agent")).toBeNull();
    expect(PREFERENCE_GROUPS).toHaveLength(3);
  });

  test("quiet hours over midnight end in the morning, on the person's clock", () => {
    const night = { fromMinute: 22 * 60, toMinute: 7 * 60, timeZone: "Europe/Berlin" };
    const at = (text: string) => {
      const until = quietUntil(night, Date.parse(text));
      return until === null ? null : new Date(until).toISOString().slice(0, 16);
    };
    expect(at("2026-11-19T22:30Z")).toBe("2026-11-20T06:00");
    expect(at("2026-11-20T05:59Z")).toBe("2026-11-20T06:00");
    expect([at("2026-11-20T06:00Z"), at("2026-11-20T20:59Z")]).toEqual([null, null]);
    expect(quietUntil({ ...night, fromMinute: 60, toMinute: 60 }, 0)).toBeNull();
  });
});
