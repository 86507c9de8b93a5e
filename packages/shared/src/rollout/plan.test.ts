import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planBatches } from "./batches.ts";
import {
  type Action,
  applyAction,
  failedGate,
  isRolloutOver,
  plan,
  type RolloutState,
  TARGET_PHASES,
  type Target,
} from "./plan.ts";
import {
  DEFAULT_GATES,
  defaultStrategy,
  isInWindow,
  type Strategy,
  strategyProblem,
  windowOpensAt,
} from "./strategy.ts";

const OLD = "2026.9.4";
const NEW = "2026.9.6";
const MINUTE = 60_000;
const T0 = 1_800_000_000_000;

const gates = fc.constant(DEFAULT_GATES);
const strategy: fc.Arbitrary<Strategy> = fc.oneof(
  fc.record({ kind: fc.constant("immediate" as const), maxFailurePercent: fc.integer({ min: 0, max: 100 }) }),
  fc.record({
    kind: fc.constant("rolling" as const),
    batchPercent: fc.integer({ min: 1, max: 100 }),
    pauseMs: fc.constantFrom(0, MINUTE, 10 * MINUTE),
    maxFailurePercent: fc.integer({ min: 0, max: 100 }),
    gates,
  }),
  fc.record({
    kind: fc.constant("canary" as const),
    canaries: fc.integer({ min: 1, max: 4 }),
    soakMs: fc.constantFrom(0, 5 * MINUTE, 60 * MINUTE),
    batchPercent: fc.integer({ min: 1, max: 100 }),
    pauseMs: fc.constantFrom(0, MINUTE),
    maxFailurePercent: fc.integer({ min: 0, max: 100 }),
    gates,
  }),
);
const health = fc.record({
  readiness: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  errorRate: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  failures: fc.nat(9),
  deliverySuccess: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});
const target = fc.record({
  batch: fc.nat(4),
  phase: fc.constantFrom(...TARGET_PHASES),
  phaseSince: fc.integer({ min: T0 - 100 * MINUTE, max: T0 }),
  isOnline: fc.boolean(),
  version: fc.constantFrom(OLD, NEW, null),
  health: fc.option(health),
  isRollBackTried: fc.boolean(),
});
const targets = fc
  .array(target, { maxLength: 12 })
  .map((list): Target[] =>
    list.map((each, index) => ({ ...each, key: `r${String(index).padStart(2, "0")}` })),
  );
const anyState: fc.Arbitrary<RolloutState> = fc.record({
  status: fc.constantFrom(
    "scheduled" as const,
    "running" as const,
    "paused" as const,
    "halting" as const,
    "rolling_back" as const,
    "halted" as const,
  ),
  version: fc.constant(NEW),
  strategy,
  startAt: fc.constantFrom(T0 - MINUTE, T0 + MINUTE),
  window: fc.constantFrom(null, { fromMinute: 22 * 60, toMinute: 5 * 60, timeZone: "Europe/Berlin" }),
  reason: fc.constant(null),
  targets,
});

const applied = (state: RolloutState, actions: readonly Action[], now = T0) =>
  actions.reduce((before, action) => applyAction(before, action, now), state);
const of = (actions: readonly Action[], kind: Action["kind"]) => actions.filter((one) => one.kind === kind);

describe("what a rollout does next", () => {
  test("[RO1] asking again after doing it gives nothing new", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { actions } = plan(state, T0);
        expect(plan(applied(state, actions), T0).actions).toEqual([]);
      }),
    );
  });

  test("[RO2] the order in which the fleet is read makes no difference", () => {
    fc.assert(
      fc.property(anyState, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (state, draw) => {
        const shuffled = state.targets
          .map((each) => ({ each, at: draw.next().value ?? 0 }))
          .toSorted((one, other) => one.at - other.at)
          .map(({ each }) => each);
        expect(plan({ ...state, targets: shuffled }, T0)).toEqual(plan(state, T0));
      }),
    );
  });

  test("[RO2] the reason of a turn-back names the first of the ill, however they were read", () => {
    const sick = (key: string, phase: "failed" | "succeeded", isOnline: boolean): Target => ({
      ...{ key, phase, isOnline, batch: 0, phaseSince: T0, version: NEW, health: null },
      isRollBackTried: false,
    });
    const both = [sick("r1", "succeeded", false), sick("r0", "failed", true)];
    const state: RolloutState = {
      ...{ status: "running", version: NEW, strategy: defaultStrategy("canary", 2), startAt: T0 },
      ...{ window: null, reason: null, targets: both },
    };
    const [turn] = plan(state, T0).actions;
    expect(turn).toEqual(plan({ ...state, targets: both.toReversed() }, T0).actions[0]);
    expect(turn).toEqual({ kind: "turn_back", reason: "A canary is not well: its upgrade did not succeed." });
  });

  test("[RO3] nothing starts unless it runs, and after a turn-back only the way back is gone", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { actions } = plan(state, T0);
        if (state.status !== "running" && state.status !== "scheduled")
          expect(of(actions, "start")).toEqual([]);
        const turn = actions.findIndex(({ kind }) => kind === "turn_back");
        if (turn < 0 && state.status !== "rolling_back") {
          expect(of(actions, "roll_back")).toEqual([]);
          return;
        }
        const kinds = new Set(actions.slice(turn + 1).map(({ kind }) => kind));
        for (const kind of kinds) expect(["roll_back", "skip", "finish"]).toContain(kind);
      }),
    );
  });

  test("[RO4] only pending runtimes that are online start, in one batch, and one alone while none has succeeded", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { actions } = plan(state, T0);
        const started = of(actions, "start").map((action) =>
          state.targets.find(({ key }) => "key" in action && key === action.key),
        );
        for (const each of started) expect(each).toMatchObject({ phase: "pending", isOnline: true });
        expect(new Set(started.map((each) => each?.batch)).size).toBeLessThanOrEqual(1);
        const isProven = state.targets.some(({ phase }) => phase === "succeeded");
        if (state.strategy.kind === "immediate" || isProven) return;
        const flying = state.targets.filter(({ phase }) => phase === "upgrading").length;
        if (started.length > 0) expect(started.length + flying).toBe(1);
      }),
    );
  });

  test("[RO5] while a canary is not proven nothing beyond the canaries starts", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { strategy: how } = state;
        if (how.kind !== "canary") return;
        const isProven = state.targets
          .filter(({ batch }) => batch === 0)
          .every(
            (each) =>
              each.phase === "skipped" ||
              (each.phase === "succeeded" &&
                each.phaseSince + how.soakMs <= T0 &&
                failedGate(each, how.gates) === null),
          );
        const beyond = of(plan(state, T0).actions, "start").filter((action) =>
          state.targets.some((each) => "key" in action && each.key === action.key && each.batch > 0),
        );
        if (!isProven) expect(beyond).toEqual([]);
        const hasWitness = state.targets.some(({ batch, phase }) => batch === 0 && phase === "succeeded");
        if (!hasWitness) expect(beyond).toEqual([]);
      }),
    );
  });

  test("[RO6] outside its hours nothing starts, and what is to go back goes", () => {
    const window = { fromMinute: 0, toMinute: 1, timeZone: "UTC" };
    fc.assert(
      fc.property(anyState, (state) => {
        const now = T0 - (T0 % (24 * 60 * MINUTE)) + 12 * 60 * MINUTE;
        expect(of(plan({ ...state, window }, now).actions, "start")).toEqual([]);
        expect(of(plan({ ...state, window, status: "rolling_back" }, now).actions, "roll_back")).toEqual(
          of(plan({ ...state, window: null, status: "rolling_back" }, now).actions, "roll_back"),
        );
      }),
    );
  });

  test("[RO7] a roll-back is asked for once, of whoever has the new version", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { actions } = plan({ ...state, status: "rolling_back" }, T0);
        for (const action of of(actions, "roll_back")) {
          const each = state.targets.find(({ key }) => "key" in action && key === action.key);
          expect(each?.isRollBackTried).toBe(false);
          expect(each?.phase === "succeeded" || each?.version === NEW).toBe(true);
        }
      }),
    );
  });
});

describe("what a rollout never does", () => {
  test("[RO4] at most one batch is in flight beside what an earlier plan left there", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const after = applied(state, plan(state, T0).actions);
        const was = new Set(state.targets.flatMap(({ key, phase }) => (phase === "upgrading" ? [key] : [])));
        const joined = after.targets.filter(({ key, phase }) => phase === "upgrading" && !was.has(key));
        const [one] = joined;
        if (!one) return;
        const size = state.targets.filter(({ batch }) => batch === one.batch).length;
        const inBatch = after.targets.filter(
          ({ batch, phase }) => batch === one.batch && phase === "upgrading",
        );
        expect(inBatch.length).toBeLessThanOrEqual(size);
        // Nobody of a batch before it is still on the way or still to come.
        const before = state.targets.filter(({ batch }) => batch < one.batch);
        expect(before.filter(({ phase }) => phase === "upgrading")).toEqual([]);
      }),
    );
  });

  test("[RO3] failed gate ⇒ only roll-backs: with too many who are not well nothing starts", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        const { strategy: how } = state;
        if (how.kind === "immediate" || state.status !== "running") return;
        const strict = { ...state, strategy: { ...how, maxFailurePercent: 0 } };
        const isBad = strict.targets.some(
          (each) =>
            each.phase === "failed" ||
            each.phase === "rolled_back" ||
            (each.phase === "succeeded" && failedGate(each, how.gates) !== null),
        );
        if (!isBad) return;
        const { actions } = plan(strict, T0);
        expect(actions[0]?.kind).toBe("turn_back");
        expect(of(actions, "start")).toEqual([]);
      }),
    );
  });

  test("[RO10] excluded ⇒ untouched: whoever is skipped at the start is in no batch, all others in one", () => {
    const candidate = fc.record({
      version: fc.constantFrom(OLD, NEW, "2026.9.5", "2026.10.1", null),
      isOnline: fc.boolean(),
      isWell: fc.boolean(),
      isCanary: fc.boolean(),
    });
    fc.assert(
      fc.property(strategy, fc.array(candidate, { maxLength: 30 }), (how, list) => {
        const candidates = list.map((each, index) => ({ ...each, key: `r${index}` }));
        const { batches, skipped } = planBatches(NEW, how, candidates);
        const isExcluded = ({ version }: { version: string | null }) =>
          version === null || version === NEW || version === "2026.10.1";
        const keys = (rows: { key: string }[]) => rows.map(({ key }) => key).toSorted();
        expect(keys(skipped)).toEqual(keys(candidates.filter(isExcluded)));
        expect(batches.flat().toSorted()).toEqual(keys(candidates.filter((each) => !isExcluded(each))));
        expect(planBatches(NEW, how, candidates.toReversed())).toEqual({ batches, skipped });
      }),
    );
  });
});

/** Plays a rollout to its end over runtimes that do as they are told, or not. */
function play(how: Strategy, versions: readonly string[], fate: (key: string) => "good" | "fails" | "ill") {
  const candidates = versions.map((version, index) => ({
    key: `r${String(index).padStart(3, "0")}`,
    version,
    isOnline: true,
    isWell: true,
    isCanary: false,
  }));
  const { batches, skipped } = planBatches(NEW, how, candidates);
  const fleet = new Map(candidates.map(({ key, version }) => [key, version]));
  const harmed = new Set<string>();
  let now = T0;
  let state: RolloutState = {
    status: "scheduled",
    version: NEW,
    strategy: how,
    startAt: T0,
    window: null,
    reason: null,
    targets: batches.flatMap((keys, batch) =>
      keys.map((key) => ({
        key,
        batch,
        phase: "pending" as const,
        phaseSince: T0,
        isOnline: true,
        version: fleet.get(key) ?? null,
        health: null,
        isRollBackTried: false,
      })),
    ),
  };
  let widest = 0;
  for (let steps = 0; !isRolloutOver(state.status); steps += 1) {
    if (steps > 5_000) throw new TypeError("the rollout does not end");
    const { actions, wakeAt } = plan(state, now);
    state = applied(state, actions, now);
    widest = Math.max(widest, state.targets.filter(({ phase }) => phase === "upgrading").length);
    state = {
      ...state,
      targets: state.targets.map((each): Target => {
        if (each.phase === "rolling_back") {
          fleet.set(each.key, versions[Number(each.key.slice(1))] ?? "");
          return { ...each, phase: "rolled_back", phaseSince: now, version: OLD, health: null };
        }
        if (each.phase !== "upgrading") return each;
        const what = fate(each.key);
        if (what !== "good") harmed.add(each.key);
        if (what === "fails") return { ...each, phase: "rolled_back", phaseSince: now };
        fleet.set(each.key, NEW);
        const ill = { readiness: 1, errorRate: 0.5, failures: 10, deliverySuccess: 1 };
        return {
          ...each,
          phase: "succeeded",
          phaseSince: now,
          version: NEW,
          health: what === "ill" ? ill : null,
        };
      }),
    };
    now = Math.max(now + 1000, actions.length === 0 && wakeAt !== null ? wakeAt : 0);
  }
  return { state, fleet, harmed, widest, skipped, batches };
}

const fleetOf = (size: number) => Array.from({ length: size }, () => OLD);

describe("a rollout from its start to its end", () => {
  test("[RO8] ends whatever happens, and leaves everyone on the new version or where they were", () => {
    fc.assert(
      fc.property(
        strategy,
        fc.array(fc.constantFrom("good" as const, "fails" as const, "ill" as const), {
          minLength: 1,
          maxLength: 25,
        }),
        (how, fates) => {
          const { state, fleet, widest, batches } = play(
            how,
            fleetOf(fates.length),
            (key) => fates[Number(key.slice(1))] ?? "good",
          );
          expect(widest).toBeLessThanOrEqual(Math.max(...batches.map(({ length }) => length)));
          const onNew = [...fleet.values()].filter((version) => version === NEW).length;
          if (state.status !== "succeeded") expect(onNew).toBe(0);
          if (fates.every((fate) => fate === "good"))
            expect([state.status, onNew]).toEqual(["succeeded", fates.length]);
        },
      ),
    );
  });

  test("[RO8] a roll-back returns each runtime to the version that was recorded for it", () => {
    const earlier = fc.constantFrom(OLD, "2026.9.5", "2026.8.1");
    fc.assert(
      fc.property(
        strategy,
        fc.array(
          fc.record({
            version: earlier,
            fate: fc.constantFrom("good" as const, "fails" as const, "ill" as const),
          }),
          { minLength: 1, maxLength: 25 },
        ),
        (how, list) => {
          const versions = list.map(({ version }) => version);
          const { state, fleet } = play(how, versions, (key) => list[Number(key.slice(1))]?.fate ?? "good");
          if (state.status === "succeeded") return;
          expect([...fleet.values()]).toEqual(versions);
        },
      ),
    );
  });

  test("[RO9] a bad version behind a canary harms no more than a twentieth of the fleet, or one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom("fails" as const, "ill" as const),
        (size, fate) => {
          const { state, harmed, fleet } = play(defaultStrategy("canary", size), fleetOf(size), () => fate);
          expect(harmed.size).toBeLessThanOrEqual(Math.max(1, Math.floor(size / 20)));
          expect(state.status).toBe("rolled_back");
          expect(new Set(fleet.values())).toEqual(new Set([OLD]));
        },
      ),
      { numRuns: 40 },
    );
  });

  test("[RO10] runtimes that have it, or something newer, are left alone and say so", () => {
    const { skipped, fleet } = play(defaultStrategy("rolling", 3), [OLD, NEW, "2026.10.1"], () => "good");
    expect(skipped.map(({ key }) => key)).toEqual(["r001", "r002"]);
    expect([...fleet.values()]).toEqual([NEW, NEW, "2026.10.1"]);
  });
});

describe("strategies", () => {
  test("those that the wizard starts with are valid for every fleet", () => {
    for (const kind of ["immediate", "rolling", "canary"] as const)
      for (const size of [1, 2, 60, 500]) expect(strategyProblem(defaultStrategy(kind, size))).toBeNull();
    expect(strategyProblem({ kind: "immediate", maxFailurePercent: 101 })).toContain("100 percent");
  });

  test("chosen canaries go first, then those that are well, and whoever is offline last", () => {
    const candidates = ["a", "b", "c", "d"].map((key) => ({
      key,
      version: OLD,
      isOnline: key !== "a",
      isWell: key === "c",
      isCanary: key === "d",
    }));
    const { batches } = planBatches(
      NEW,
      { ...defaultStrategy("canary", 4), batchPercent: 25 } as Strategy,
      candidates,
    );
    expect(batches).toEqual([["d"], ["c"], ["b"], ["a"]]);
  });

  test("a window over midnight is open on both sides of it, and says when it opens", () => {
    const window = { fromMinute: 22 * 60, toMinute: 5 * 60, timeZone: "UTC" };
    const at = (hour: number) => Math.floor(T0 / 86_400_000) * 86_400_000 + hour * 3_600_000;
    expect([21, 22, 4, 5].map((hour) => isInWindow(window, at(hour)))).toEqual([false, true, true, false]);
    expect(windowOpensAt(window, at(12))).toBe(at(22));
    expect(windowOpensAt(window, at(23))).toBe(at(23));
  });
});
