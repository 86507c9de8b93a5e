import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RUNTIME_STATUSES } from "../runtime/report.ts";
import { BACKOFF_CAP_MS, backoffCeilingMs, backoffMs } from "./backoff.ts";
import { phaseDeadline, whyStuck } from "./deadlines.ts";
import { clampLeaseMs, decideLease, holdsLease, MAX_LEASE_MS, MIN_LEASE_MS } from "./lease.ts";
import { canRunBecome, isActive, isTerminal, MAX_ATTEMPTS, RUN_STATUSES, RUN_TRANSITIONS } from "./run.ts";
import { parseTaskSessionKey, taskSessionKey } from "./sessionKey.ts";

const attempt = fc.integer({ min: 1, max: 40 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("backoff", () => {
  test("within bounds: a wait lies between what was asked for and the ceiling above it", () => {
    fc.assert(
      fc.property(
        attempt,
        random,
        fc.option(fc.nat(600_000), { nil: undefined }),
        (made, drawn, retryAfterMs) => {
          const wait = backoffMs({ attempt: made, random: drawn, retryAfterMs });
          expect(wait).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(wait).toBeLessThanOrEqual((retryAfterMs ?? 0) + backoffCeilingMs(made));
        },
      ),
    );
  });

  test("monotone before jitter: the ceiling never falls, and never passes the cap", () => {
    fc.assert(
      fc.property(attempt, (made) => {
        expect(backoffCeilingMs(made + 1)).toBeGreaterThanOrEqual(backoffCeilingMs(made));
        expect(backoffCeilingMs(made)).toBeLessThanOrEqual(BACKOFF_CAP_MS);
      }),
    );
  });

  test("the whole range is used", () => {
    expect(backoffMs({ attempt: 3, random: 0 })).toBe(0);
    expect(backoffMs({ attempt: 3, random: 0.999_999 })).toBe(8000);
  });
});

describe("leases", () => {
  const facts = fc.record({
    status: fc.constantFrom(...RUN_STATUSES),
    attempt: fc.nat(7),
    availableAt: fc.nat(100),
    leaseUntil: fc.option(fc.nat(100)),
    isSessionBusy: fc.boolean(),
    isAgentPaused: fc.boolean(),
  });

  test("nothing is leased that is held, paused, busy, not due, or used up", () => {
    fc.assert(
      fc.property(facts, fc.nat(100), (run, now) => {
        if (decideLease(run, now).kind === "refuse") return;
        expect(run.isSessionBusy || run.isAgentPaused).toBe(false);
        expect(run.attempt).toBeLessThan(MAX_ATTEMPTS);
        if (run.status === "queued") expect(run.availableAt).toBeLessThanOrEqual(now);
        else expect(run.leaseUntil).toBeLessThanOrEqual(now);
      }),
    );
  });

  test("no two live leases: whoever takes, lets go, fails or sleeps, one fence holds at most", () => {
    type Lease = { fence: number; leaseUntil: number };
    const step = fc.oneof(
      fc.record({ kind: fc.constant("take" as const), leaseMs: fc.nat(60) }),
      fc.record({ kind: fc.constant("give back" as const), holder: fc.nat(20) }),
      fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(40) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let [now, attempts, fence] = [0, 0, 0];
        let lease: Lease | null = null;
        const taken: Lease[] = [];
        for (const one of steps) {
          if (one.kind === "pass") now += one.ms;
          if (one.kind === "give back") {
            const holder = taken[one.holder];
            if (holder && holdsLease(lease, holder.fence)) lease = null;
          }
          if (one.kind === "take") {
            const held: Lease | null = lease;
            const facts = {
              status: held ? ("running" as const) : ("queued" as const),
              attempt: attempts,
              availableAt: 0,
              leaseUntil: held ? held.leaseUntil : null,
              isSessionBusy: false,
              isAgentPaused: false,
            };
            if (decideLease(facts, now).kind === "lease") {
              // Whoever had it before had let it go, or its time was over.
              if (held) expect(held.leaseUntil).toBeLessThanOrEqual(now);
              [attempts, fence] = [attempts + 1, fence + 1];
              lease = { fence, leaseUntil: now + one.leaseMs };
              taken.push(lease);
            }
          }
          const holding = taken.filter((each) => holdsLease(lease, each.fence));
          expect(holding.length).toBe(lease ? 1 : 0);
          if (lease) expect(holding[0]).toBe(taken.at(-1));
        }
        expect(taken.length).toBeLessThanOrEqual(MAX_ATTEMPTS);
      }),
    );
  });

  test("a refusal says why", () => {
    fc.assert(
      fc.property(facts, fc.nat(100), (run, now) => {
        const decision = decideLease(run, now);
        if (decision.kind === "refuse") expect(decision.reason).toMatch(/^[A-Z].+\.$/);
      }),
    );
  });

  test("only the newest fence holds", () => {
    expect(holdsLease({ fence: 3, leaseUntil: 1 }, 3)).toBe(true);
    expect(holdsLease({ fence: 3, leaseUntil: 1 }, 2)).toBe(false);
    expect(holdsLease(null, 3)).toBe(false);
  });

  test("the asked duration is kept within bounds", () => {
    expect([clampLeaseMs(1), clampLeaseMs(60_000), clampLeaseMs(1e12)]).toEqual([
      MIN_LEASE_MS,
      60_000,
      MAX_LEASE_MS,
    ]);
  });
});

describe("the life of a run", () => {
  test("every status is queued, active or terminal, and just one of them", () => {
    for (const status of RUN_STATUSES) {
      expect([status === "queued", isActive(status), isTerminal(status)].filter(Boolean)).toHaveLength(1);
    }
  });

  test("from every status but success a run can come back to the queue or to an end", () => {
    for (const status of RUN_STATUSES) {
      if (status === "succeeded") expect(RUN_TRANSITIONS[status]).toEqual([]);
      else expect(canRunBecome(status, "queued") || canRunBecome(status, "cancelled")).toBe(true);
    }
  });

  test("terminal within N attempts: failing over and over ends, whatever is drawn", () => {
    fc.assert(
      fc.property(fc.array(random, { minLength: 10, maxLength: 10 }), (draws) => {
        let [attempts, now] = [0, 0];
        for (const drawn of draws) {
          const run = {
            status: "queued" as const,
            attempt: attempts,
            availableAt: now,
            leaseUntil: null,
            isSessionBusy: false,
            isAgentPaused: false,
          };
          if (decideLease(run, now).kind === "refuse") break;
          attempts += 1;
          now += backoffMs({ attempt: attempts, random: drawn });
        }
        expect(attempts).toBe(MAX_ATTEMPTS);
      }),
    );
  });

  test("phases of an active turn end; waiting for people does not", () => {
    for (const status of RUN_STATUSES) {
      const hasDeadline = isActive(status) && status !== "awaiting_approval";
      expect(phaseDeadline(status, 1000) !== null).toBe(hasDeadline);
    }
  });
});

describe("why a run is stuck", () => {
  const run = fc.record({
    status: fc.constantFrom(...RUN_STATUSES),
    attempt: fc.nat(5),
    maxAttempts: fc.constant(5),
    availableAt: fc.nat(1_000_000),
    queuedAt: fc.nat(1_000_000),
    phaseSince: fc.nat(1_000_000),
    isCancelRequested: fc.boolean(),
    isAgentPaused: fc.boolean(),
    agentName: fc.constant("Theo"),
    error: fc.option(fc.constant({ code: "x", message: "The provider failed." })),
  });
  const runtime = fc.record({
    status: fc.constantFrom(...RUNTIME_STATUSES),
    reasons: fc.array(fc.constant("slow disk")),
  });

  test("what is offered is possible: retry at an end, cancel before it", () => {
    fc.assert(
      fc.property(run, runtime, fc.nat(2_000_000), (stuck, facts, now) => {
        const why = whyStuck(stuck, facts, now);
        if (why === null) return;
        expect(why.sentence).toMatch(/^[A-Z].*\.$/);
        if (why.actions.includes("retry")) expect(isTerminal(stuck.status)).toBe(true);
        if (why.actions.includes("cancel")) expect(isTerminal(stuck.status)).toBe(false);
        if (why.actions.includes("free")) expect(isActive(stuck.status)).toBe(true);
      }),
    );
  });

  test("with no runtime a queued run always says so", () => {
    fc.assert(
      fc.property(run, fc.nat(), (stuck, now) => {
        const why = whyStuck(
          { ...stuck, status: "queued", isAgentPaused: false },
          { status: "offline", reasons: [] },
          now,
        );
        expect(why?.sentence).toBe("Waiting: the runtime is offline.");
      }),
    );
  });
});

describe("session keys", () => {
  test("what is made can be read, and is lower-case", () => {
    const id = fc.stringMatching(/^[a-z0-9;]{1,32}$/);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9-]{1,20}$/),
        id,
        fc.nat(100),
        (agentSlug, taskId, generation) => {
          const key = taskSessionKey({ agentSlug, taskId, generation });
          expect(key).toBe(key.toLowerCase());
          expect(parseTaskSessionKey(key)).toEqual({ agentSlug, taskId, generation });
        },
      ),
    );
  });

  test("other keys are none of ours", () => {
    for (const key of ["", "agent:theo:main", "agent:theo:mc:task:x", "agent:Theo:mc:task:x:g1"]) {
      expect(parseTaskSessionKey(key)).toBeNull();
    }
  });
});
