import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CHANNELS } from "../notification/channels.ts";
import { addressKind, isAddressAllowed, TARGET_RANGES, targetRefusal } from "./addresses.ts";
import { isEventWanted } from "./events.ts";
import { answerTimeoutMs, freeSeats, laneOf, SEATS, type Seated } from "./lanes.ts";
import {
  MAX_DELIVERY_ATTEMPTS,
  nextWebhookHealth,
  retryDelayMs,
  WEBHOOK_OFF_AFTER_FAILURES,
} from "./retry.ts";

const octet = fc.nat({ max: 255 });
const ipv4 = fc.tuple(octet, octet, octet, octet);
const dotted = (octets: readonly number[]) => octets.join(".");
const hex = (high: number, low: number) => (high * 256 + low).toString(16);

describe("addresses", () => {
  test.each([
    ["8.8.8.8", "public"],
    ["172.15.0.1", "public"],
    ["172.32.0.1", "public"],
    ["100.63.255.255", "public"],
    ["2a00:1450::1", "public"],
    ["127.0.0.1", "loopback"],
    ["127.9.9.9", "loopback"],
    ["::1", "loopback"],
    ["::ffff:127.0.0.1", "loopback"],
    ["0.0.0.0", "private"],
    ["10.1.2.3", "private"],
    ["100.64.0.1", "private"],
    ["169.254.169.254", "private"],
    ["172.16.0.1", "private"],
    ["172.31.255.255", "private"],
    ["192.168.1.1", "private"],
    ["224.0.0.1", "private"],
    ["255.255.255.255", "private"],
    ["::", "private"],
    ["fc00::1", "private"],
    ["fe80::1", "private"],
    ["fe80::1%eth0", "private"],
    ["ff02::1", "private"],
    ["2001:db8::1", "private"],
    ["64:ff9b::a00:1", "private"],
    ["2002:a00:1::", "private"],
    ["::10.0.0.1", "private"],
    ["1.2.3", "private"],
    ["01.2.3.4", "private"],
    ["", "private"],
  ])("%s is %s", (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  test("an IPv4 address in IPv6 is what it is, however it is spelled", () => {
    fc.assert(
      fc.property(ipv4, (octets) => {
        const [a, b, c, d] = octets;
        const kind = addressKind(dotted(octets));
        expect(addressKind(`::ffff:${dotted(octets)}`)).toBe(kind);
        expect(addressKind(`::ffff:${hex(a, b)}:${hex(c, d)}`)).toBe(kind);
        expect(addressKind(`0:0:0:0:0:ffff:${hex(a, b)}:${hex(c, d)}`)).toBe(kind);
        const carried = kind === "public" ? "public" : "private";
        expect(addressKind(`64:ff9b::${hex(a, b)}:${hex(c, d)}`)).toBe(carried);
        expect(addressKind(`2002:${hex(a, b)}:${hex(c, d)}::`)).toBe(carried);
      }),
    );
  });

  test("what one range allows the next one allows too, and nothing that is not understood is public", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), (address) => {
        const allowed = TARGET_RANGES.map((range) => isAddressAllowed(address, range));
        expect(allowed).toEqual(allowed.toSorted((one, other) => Number(one) - Number(other)));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/^[\d.]+$/.test(text) && !text.includes(":")) expect(addressKind(text)).toBe("private");
      }),
    );
  });

  test("a target needs https and no user, unless the operator allows more", () => {
    const target = { protocol: "https:", hostname: "example.org", username: "", password: "" };
    expect(targetRefusal(target, "public")).toBeNull();
    expect(targetRefusal({ ...target, username: "me" }, "private")).not.toBeNull();
    expect(targetRefusal({ ...target, protocol: "http:" }, "public")).not.toBeNull();
    expect(targetRefusal({ ...target, protocol: "http:" }, "loopback")).toBeNull();
    expect(targetRefusal({ ...target, protocol: "file:" }, "private")).not.toBeNull();
    for (const hostname of ["localhost", "x.localhost", "[::1]", "127.0.0.1"]) {
      expect([hostname, targetRefusal({ ...target, hostname }, "public")]).not.toEqual([hostname, null]);
      expect([hostname, targetRefusal({ ...target, hostname }, "loopback")]).toEqual([hostname, null]);
    }
  });
});

describe("lanes", () => {
  const lane = fc.record({ accountId: fc.constantFrom("a", "b", "c"), receiver: fc.nat({ max: 4 }) });
  const asked = fc.array(lane, { maxLength: 60 });

  test("no lane, no account and no channel ever has more under way than its seats, and one lane never takes all", () => {
    fc.assert(
      fc.property(asked, fc.constantFrom(...CHANNELS), (wishes, channel) => {
        const underWay: Seated[] = [];
        for (const { accountId, receiver } of wishes) {
          const seated = { accountId, lane: laneOf({ accountId, receiverId: String(receiver) }) };
          if (freeSeats(SEATS[channel], underWay, seated) > 0) underWay.push(seated);
        }
        const most = (key: "accountId" | "lane") =>
          Math.max(0, ...underWay.map((one) => underWay.filter((other) => other[key] === one[key]).length));
        expect(underWay.length).toBeLessThanOrEqual(SEATS[channel].inAll);
        expect(most("accountId")).toBeLessThanOrEqual(SEATS[channel].perAccount);
        expect(most("lane")).toBeLessThanOrEqual(SEATS[channel].perLane);
        const stranger = { accountId: "new", lane: "new:" };
        if (new Set(underWay.map(({ accountId }) => accountId)).size === 1)
          expect(freeSeats(SEATS[channel], underWay, stranger)).toBeGreaterThan(0);
      }),
    );
  });

  test("who has failed is waited for less", () => {
    fc.assert(
      fc.property(fc.nat(), (failures) => {
        expect(answerTimeoutMs(failures + 1)).toBeLessThan(answerTimeoutMs(0));
      }),
    );
  });
});

describe("deliveries that fail", () => {
  test("are tried a bounded number of times, later and later, and never before the receiver wants", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.nat({ max: 10_000_000 })),
        (random, retryAfterMs) => {
          let attempts = 0;
          for (let waitMs: number | null = 0; waitMs !== null; ) {
            attempts += 1;
            waitMs = retryDelayMs({ attempts, isPermanent: false, retryAfterMs, random });
            if (waitMs !== null) expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
            if (waitMs !== null) expect(waitMs).toBeLessThanOrEqual((retryAfterMs ?? 0) + 2 * 3_600_000);
          }
          expect(attempts).toBe(MAX_DELIVERY_ATTEMPTS);
        },
      ),
    );
    expect(retryDelayMs({ attempts: 1, isPermanent: true, retryAfterMs: 5, random: 0.5 })).toBeNull();
  });

  test("a webhook is switched off only after failing for long and often, and one good answer forgives all", () => {
    const hour = 3_600_000;
    let health = { failingSince: null as number | null, failures: 0, isOff: false };
    let answers = 0;
    for (; !health.isOff; answers += 1) {
      expect(answers).toBeLessThan(100);
      health = nextWebhookHealth(health, { isOk: false, isGone: false, now: answers * hour });
    }
    expect(answers).toBe(73);
    expect(health.failures).toBeGreaterThanOrEqual(WEBHOOK_OFF_AFTER_FAILURES);
    expect(nextWebhookHealth(health, { isOk: true, isGone: false, now: 0 })).toEqual({
      failingSince: null,
      failures: 0,
      isOff: false,
    });
    const rare = { failingSince: 0, failures: 1 };
    expect(nextWebhookHealth(rare, { isOk: false, isGone: false, now: 1_000 * hour }).isOff).toBe(false);
    expect(nextWebhookHealth(rare, { isOk: false, isGone: true, now: 1 }).isOff).toBe(true);
  });
});

describe("events of webhooks", () => {
  test("are wanted by name, by group, or all of them", () => {
    expect(isEventWanted(null, "task_created")).toBe(true);
    expect(isEventWanted(["task_created"], "task_created")).toBe(true);
    expect(isEventWanted(["tasks"], "task_created")).toBe(true);
    expect(isEventWanted(["task_updated", "documents"], "task_created")).toBe(false);
  });
});
