/**
 * The planner of rollouts: what to do next, given how far each runtime is. Pure; the backend carries the actions out
 * and asks again whenever something changed or `wakeAt` has come. Asking twice gives nothing new.
 *
 *   rollout   scheduled ─▶ running ◀─▶ paused        halting ─▶ halted
 *                │ ▲          │ too many failures, or a gate that does not hold
 *                │ └──────────▼
 *                │        rolling_back ─▶ rolled_back | failed
 *                └─▶ succeeded
 *   target    pending ─▶ upgrading ─▶ succeeded | failed | rolled_back (by itself)
 *                └─▶ skipped            └─▶ rolling_back ─▶ rolled_back | failed
 *
 * Rules: one runtime alone until the first has succeeded; nothing beyond the canaries before they have been watched
 * and all gates hold; after a turn-back nothing is upgraded any more; whoever was upgraded goes back.
 */
import { assertNever } from "../assert.ts";
import { type Gates, isInWindow, type Strategy, type Window, windowOpensAt } from "./strategy.ts";

export const ROLLOUT_STATUSES = [
  "scheduled",
  "running",
  "paused",
  "halting",
  "rolling_back",
  "halted",
  "succeeded",
  "rolled_back",
  "failed",
] as const;
export type RolloutStatus = (typeof ROLLOUT_STATUSES)[number];

export const TARGET_PHASES = [
  "pending",
  "upgrading",
  "succeeded",
  "failed",
  "rolling_back",
  "rolled_back",
  "skipped",
] as const;
export type TargetPhase = (typeof TARGET_PHASES)[number];

/** Measured since the runtime's upgrade; null where nothing was measured. */
export type TargetHealth = {
  readiness: number | null;
  errorRate: number | null;
  failures: number;
  deliverySuccess: number | null;
};

export type Target = {
  key: string;
  batch: number;
  phase: TargetPhase;
  phaseSince: number;
  /** Checks in; a runtime that does not is skipped when its turn comes. */
  isOnline: boolean;
  version: string | null;
  health: TargetHealth | null;
  /** A roll-back was asked for once; it is not asked for again. */
  isRollBackTried: boolean;
};

export type RolloutState = {
  status: RolloutStatus;
  version: string;
  strategy: Strategy;
  startAt: number;
  window: Window | null;
  /** Why it turned back or was halted. */
  reason: string | null;
  targets: readonly Target[];
};

export type Action =
  | { kind: "begin" }
  | { kind: "start"; key: string }
  | { kind: "skip"; key: string; reason: string }
  | { kind: "turn_back"; reason: string }
  | { kind: "roll_back"; key: string }
  | { kind: "finish"; outcome: "succeeded" | "halted" | "rolled_back" | "failed"; reason: string | null };

export type Plan = {
  actions: Action[];
  /** When to ask again although nothing has changed; null when only a change matters. */
  wakeAt: number | null;
  /** What it waits for, for people; null when it is over. */
  waitsFor: string | null;
};

const MIN_FAILURES = 2;

export function isRolloutOver(status: RolloutStatus): boolean {
  return status === "halted" || status === "succeeded" || status === "rolled_back" || status === "failed";
}

/** Everything that is to be done now, in order. */
export function plan(state: RolloutState, now: number): Plan {
  const actions: Action[] = [];
  let next = state;
  for (;;) {
    const step = nextStep(next, now);
    if (step.actions.length === 0) return { actions, wakeAt: step.wakeAt, waitsFor: step.waitsFor };
    actions.push(...step.actions);
    next = step.actions.reduce((before, action) => applyAction(before, action, now), next);
  }
}

/** The state after an action was carried out. What a runtime does with its order comes from outside. */
export function applyAction(state: RolloutState, action: Action, now: number): RolloutState {
  switch (action.kind) {
    case "begin":
      return { ...state, status: "running" };
    case "start":
      return withTarget(state, action.key, { phase: "upgrading", phaseSince: now });
    case "skip":
      return withTarget(state, action.key, { phase: "skipped", phaseSince: now });
    case "turn_back":
      return { ...state, status: "rolling_back", reason: action.reason };
    case "roll_back":
      return withTarget(state, action.key, {
        phase: "rolling_back",
        phaseSince: now,
        isRollBackTried: true,
      });
    case "finish":
      return { ...state, status: action.outcome, reason: action.reason };
    default:
      return assertNever(action);
  }
}

/** Why an upgraded runtime may not stay as it is; null while all is well. */
export function failedGate(target: Target, gates: Gates): string | null {
  if (!target.isOnline) return "it is offline since its upgrade";
  const { health } = target;
  if (health === null) return null;
  const share = (value: number) => `${Math.round(1000 * value) / 10} %`;
  if (health.readiness !== null && health.readiness < gates.minReadiness)
    return `it was ready ${share(health.readiness)} of the time, not ${share(gates.minReadiness)}`;
  if (health.errorRate !== null && health.failures >= MIN_FAILURES && health.errorRate > gates.maxErrorRate)
    return `${share(health.errorRate)} of its turns failed, more than ${share(gates.maxErrorRate)}`;
  if (health.deliverySuccess !== null && health.deliverySuccess < gates.minDeliverySuccess)
    return `${share(health.deliverySuccess)} of its hand-offs were taken, not ${share(gates.minDeliverySuccess)}`;
  return null;
}

function nextStep(state: RolloutState, now: number): Plan {
  switch (state.status) {
    case "scheduled":
      return begin(state, now);
    case "running":
      return forward(state, now);
    case "paused":
      return wait("Paused; nothing starts until it is resumed.");
    case "halting":
      return halt(state);
    case "rolling_back":
      return turnBack(state);
    case "halted":
    case "succeeded":
    case "rolled_back":
    case "failed":
      return { actions: [], wakeAt: null, waitsFor: null };
    default:
      return assertNever(state.status);
  }
}

function begin({ startAt, window }: RolloutState, now: number): Plan {
  const opensAt = windowOpensAt(window, Math.max(now, startAt));
  return opensAt <= now ? act([{ kind: "begin" }]) : wait("It starts at the set time.", opensAt);
}

function forward(state: RolloutState, now: number): Plan {
  const reason = whyTurnBack(state);
  if (reason !== null) return act([{ kind: "turn_back", reason }]);
  const targets = ordered(state);
  const current = targets.find(({ phase }) => phase === "pending" || phase === "upgrading")?.batch;
  if (isWithoutCanary(state, current)) return act([{ kind: "turn_back", reason: "No canary was online." }]);
  const readyAt = proofAt(state, current ?? Number.POSITIVE_INFINITY);
  if (readyAt > now) return wait("Watching the runtimes that were upgraded.", readyAt);
  if (current === undefined) return act([finishForward(targets)]);
  const pending = targets.filter(({ batch, phase }) => batch === current && phase === "pending");
  const absent = pending.filter(({ isOnline }) => !isOnline);
  if (absent.length > 0) return act(absent.map(skipOffline));
  if (pending.length === 0) return wait("Waiting for the runtimes that are being upgraded.");
  if (!isInWindow(state.window, now))
    return wait("Waiting for the hours in which upgrades may start.", windowOpensAt(state.window, now));
  const started = pending.slice(0, Math.max(0, room(state, targets)));
  if (started.length === 0) return wait("The first runtime goes alone.");
  return act(started.map(({ key }) => ({ kind: "start", key })));
}

/** All at once means that; otherwise nobody goes beside the first before it has succeeded. */
function room({ strategy }: RolloutState, targets: readonly Target[]): number {
  const isProven = targets.some(({ phase }) => phase === "succeeded");
  if (strategy.kind === "immediate" || isProven) return Number.POSITIVE_INFINITY;
  return 1 - targets.filter(({ phase }) => phase === "upgrading").length;
}

/** All canaries were skipped: nobody has shown that the version is good. */
function isWithoutCanary({ strategy, targets }: RolloutState, current: number | undefined): boolean {
  if (strategy.kind !== "canary" || current === undefined || current === 0) return false;
  return !targets.some(({ batch, phase }) => batch === 0 && phase === "succeeded");
}

/** When the batches before `batch` have been watched for long enough. */
function proofAt({ strategy, targets }: RolloutState, batch: number): number {
  if (strategy.kind === "immediate") return 0;
  const done = targets.filter((target) => target.batch < batch && target.phase === "succeeded");
  const waitMs = (target: Target) =>
    strategy.kind === "canary" && target.batch === 0
      ? Math.max(strategy.soakMs, strategy.pauseMs)
      : strategy.pauseMs;
  return Math.max(0, ...done.map((target) => target.phaseSince + waitMs(target)));
}

function whyTurnBack(state: RolloutState): string | null {
  const { strategy } = state;
  // In their own order: the reason names the first.
  const targets = ordered(state);
  const gates = strategy.kind === "immediate" ? null : strategy.gates;
  const bad = targets.flatMap((target) => {
    if (target.phase === "failed" || target.phase === "rolled_back")
      return [{ target, why: "its upgrade did not succeed" }];
    const why = gates && target.phase === "succeeded" ? failedGate(target, gates) : null;
    return why === null ? [] : [{ target, why }];
  });
  if (bad.length === 0) return null;
  const first = bad.find(({ target }) => target.batch === 0);
  if (strategy.kind === "canary" && first) return `A canary is not well: ${first.why}.`;
  const isProven = targets.some(({ phase }) => phase === "succeeded");
  if (strategy.kind === "rolling" && !isProven) return "The first runtime could not be upgraded.";
  const isAllOver = !targets.some(({ phase }) => phase === "pending" || phase === "upgrading");
  if (strategy.kind === "immediate" && !isAllOver) return null;
  const tried = triedSoFar(targets);
  const percent = (100 * bad.length) / Math.max(1, tried);
  if (percent <= strategy.maxFailurePercent) return null;
  return `${bad.length} of ${tried} runtimes are not well, more than ${strategy.maxFailurePercent} %: ${bad[0]?.why ?? ""}.`;
}

/** Those of the batches up to the present one that were not skipped. */
function triedSoFar(targets: readonly Target[]): number {
  const present = Math.max(
    0,
    ...targets.filter(({ phase }) => phase !== "pending" && phase !== "skipped").map(({ batch }) => batch),
  );
  return targets.filter(({ batch, phase }) => batch <= present && phase !== "skipped").length;
}

function finishForward(targets: readonly Target[]): Action {
  const failed = targets.filter(({ phase }) => phase === "failed" || phase === "rolled_back").length;
  const succeeded = targets.filter(({ phase }) => phase === "succeeded").length;
  if (succeeded === 0 && failed > 0)
    return { kind: "finish", outcome: "failed", reason: "No runtime could be upgraded." };
  const reason = failed > 0 ? `${failed} of ${failed + succeeded} runtimes could not be upgraded.` : null;
  return { kind: "finish", outcome: "succeeded", reason };
}

function halt(state: RolloutState): Plan {
  const targets = ordered(state);
  const pending = targets.filter(({ phase }) => phase === "pending");
  if (pending.length > 0)
    return act(pending.map(({ key }) => ({ kind: "skip", key, reason: "The rollout was halted." })));
  if (targets.some(({ phase }) => phase === "upgrading" || phase === "rolling_back"))
    return wait("Waiting for the runtimes that are being upgraded.");
  return act([{ kind: "finish", outcome: "halted", reason: state.reason }]);
}

function turnBack(state: RolloutState): Plan {
  const targets = ordered(state);
  const pending = targets.filter(({ phase }) => phase === "pending");
  if (pending.length > 0)
    return act(pending.map(({ key }) => ({ kind: "skip", key, reason: "The rollout turned back." })));
  const upgraded = targets.filter((target) => isOnNewVersion(state, target) && !target.isRollBackTried);
  const reachable = upgraded.filter(({ isOnline }) => isOnline);
  if (reachable.length > 0) return act(reachable.map(({ key }) => ({ kind: "roll_back", key })));
  if (targets.some(({ phase }) => phase === "upgrading" || phase === "rolling_back"))
    return wait("Waiting for the runtimes that go back.");
  if (upgraded.some(({ phase }) => phase === "succeeded"))
    return wait("Waiting for upgraded runtimes that are offline, to take them back.");
  const stuck = targets.filter((target) => target.isRollBackTried && target.phase !== "rolled_back").length;
  return act([
    stuck > 0
      ? {
          kind: "finish",
          outcome: "failed",
          reason: `${stuck} runtimes could not be taken back. ${state.reason ?? ""}`.trim(),
        }
      : { kind: "finish", outcome: "rolled_back", reason: state.reason },
  ]);
}

/** Also one whose order ran out of time and which was upgraded all the same. */
function isOnNewVersion(state: RolloutState, { phase, version }: Target): boolean {
  return phase === "succeeded" || (phase === "failed" && version === state.version);
}

function skipOffline({ key }: Target): Action {
  return { kind: "skip", key, reason: "It was offline when its turn came." };
}

/** The same order however the rows were read. */
function ordered({ targets }: RolloutState): Target[] {
  return targets.toSorted(
    (one, other) => one.batch - other.batch || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0),
  );
}

function withTarget(state: RolloutState, key: string, change: Partial<Target>): RolloutState {
  return {
    ...state,
    targets: state.targets.map((target) => (target.key === key ? { ...target, ...change } : target)),
  };
}

function act(actions: Action[]): Plan {
  return { actions, wakeAt: null, waitsFor: null };
}

function wait(waitsFor: string, wakeAt: number | null = null): Plan {
  return { actions: [], wakeAt, waitsFor };
}
