/**
 * Changes the OpenClaw version of this runtime, and goes back when that does not work out.
 *
 *   installing ─▶ preflighting ─▶ draining ─▶ stopping ─▶ snapshotting ─▶ switching ─▶ verifying ─▶ done
 *        │              │             │           │             │             │            │
 *        └──── failed: nothing was changed, the gateway runs on ┘             └─ restoring ┘─▶ rolled back
 *
 * Each step is in the journal before it is taken. After a kill the next process reads it: up to `draining` the upgrade
 * starts over (the gateway never stopped), then it goes on where it was, and what failed goes back. Whatever happens,
 * the gateway is let run again at the end. A roll-back is the same way with the earlier state put in place.
 */
import { randomUUID } from "node:crypto";
import { messageOf, RuntimeError } from "./errors.ts";
import type { GatewayControl } from "./gateway/control.ts";
import type { Logger } from "./observability/logger.ts";
import type { Installation } from "./openclaw/install.ts";
import { sleep } from "./process/sleep.ts";
import type { ActiveVersion } from "./upgrade/active-version.ts";
import type { JournalEntry, UpgradeJournal, UpgradeStep } from "./upgrade/journal.ts";
import type { StateCopies } from "./upgrade/state-copy.ts";

/** A process that was killed so often in one upgrade is not given another chance to finish it. */
const MAX_ATTEMPTS = 3;

export interface SelfUpgradeOptions {
  readonly active: ActiveVersion;
  readonly journal: UpgradeJournal;
  readonly copies: StateCopies;
  readonly gateway: GatewayControl;
  readonly logger: Logger;
  /** Puts a version on disk, beside the others. */
  readonly install: (version: string, signal: AbortSignal) => Promise<Installation>;
  readonly preflight: (installation: Installation, signal: AbortSignal) => Promise<void>;
  readonly saysItsVersion: (installation: Installation, signal: AbortSignal) => Promise<boolean>;
  /** How many turns run. */
  readonly activeTurns: () => number;
  readonly drainMs: number;
  readonly readyWithinMs: number;
  /** How long a new gateway must stay well before it counts. */
  readonly stableMs: number;
  readonly onProgress: (progress: UpgradeStatus | null) => void;
}

export type UpgradeStatus = {
  readonly to: string;
  readonly step: UpgradeStep;
  readonly percent: number;
  readonly detail: string;
};

export type UpgradeEnd =
  | { readonly kind: "succeeded"; readonly version: string }
  /** Nothing was changed. */
  | { readonly kind: "failed"; readonly reason: string }
  /** It runs as before. */
  | { readonly kind: "rolled_back"; readonly reason: string };

export type UpgradeOrder = {
  readonly kind: "upgrade" | "roll_back";
  readonly to: string;
  readonly order: JournalEntry["order"];
};

const STEP_TEXT: Record<UpgradeStep, { percent: number; detail: string }> = {
  installing: { percent: 5, detail: "Installing it beside the present version" },
  preflighting: { percent: 35, detail: "Asking it whether it can use the present database" },
  draining: { percent: 45, detail: "Waiting for running turns" },
  stopping: { percent: 55, detail: "Stopping the gateway" },
  snapshotting: { percent: 60, detail: "Copying the gateway's state" },
  switching: { percent: 70, detail: "Switching" },
  verifying: { percent: 75, detail: "Starting it and looking whether it is well" },
  restoring: { percent: 90, detail: "Going back to the version before" },
};

export class SelfUpgrade {
  readonly #options: SelfUpgradeOptions;
  readonly #logger: Logger;

  constructor(options: SelfUpgradeOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "upgrade" });
  }

  /** One at a time; the caller sees to that. Never rejects but for a bug or an abort. */
  async run(wanted: UpgradeOrder, signal: AbortSignal): Promise<UpgradeEnd> {
    const { active } = this.#options;
    const restoreFrom = wanted.kind === "roll_back" ? (active.previous?.snapshot ?? null) : null;
    if (wanted.kind === "roll_back" && restoreFrom === null)
      return { kind: "failed", reason: "No earlier version is kept here." };
    if (wanted.to === active.version) return { kind: "succeeded", version: active.version };
    return await this.#follow(
      {
        id: `${active.version}-${randomUUID().slice(0, 8)}`,
        from: active.version,
        restoreFrom,
        step: "installing",
        attempts: 1,
        reason: null,
        ...wanted,
      },
      signal,
    );
  }

  /**
   * Called before the gateway is started for the first time. Null when no upgrade was interrupted; otherwise the gateway
   * is held until the interrupted one has come so far that it may run.
   */
  async interrupted(): Promise<JournalEntry | null> {
    const entry = await this.#options.journal.read();
    if (entry === null) return null;
    if (!isBeforeStop(entry.step)) await this.#options.gateway.hold();
    return entry;
  }

  /** Finishes what an earlier process began. */
  async resume(entry: JournalEntry, signal: AbortSignal): Promise<UpgradeEnd> {
    this.#logger.warn({ step: entry.step, from: entry.from, to: entry.to }, "an upgrade was interrupted");
    const attempts = entry.attempts + 1;
    if (attempts > MAX_ATTEMPTS && entry.step !== "restoring") {
      const reason = "The runtime ended again and again while it was upgraded.";
      if (isBeforeSwitch(entry.step)) return await this.#giveUp(reason);
      return await this.#goBack({ ...entry, attempts, reason }, signal);
    }
    return await this.#follow(
      { ...entry, attempts, step: isBeforeStop(entry.step) ? "installing" : entry.step },
      signal,
    );
  }

  async #follow(entry: JournalEntry, signal: AbortSignal): Promise<UpgradeEnd> {
    let at = entry;
    const enter = async (step: UpgradeStep) => {
      at = { ...at, step };
      await this.#options.journal.write(at);
      this.#show(at);
    };
    try {
      if (at.step === "restoring") return await this.#goBack(at, signal);
      await this.#walk(at, enter, signal);
      return await this.#finish(at);
    } catch (cause) {
      // The process is being stopped: the next one goes on from the journal.
      if (signal.aborted) throw cause;
      const reason = messageOf(cause);
      this.#logger.error({ step: at.step, reason }, "the upgrade did not succeed");
      if (isBeforeSwitch(at.step)) return await this.#giveUp(reason);
      return await this.#goBack({ ...at, reason }, signal);
    }
  }

  async #walk(
    entry: JournalEntry,
    enter: (step: UpgradeStep) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { active, copies, gateway, install, preflight } = this.#options;
    const order: UpgradeStep[] = [
      "installing",
      "preflighting",
      "draining",
      "stopping",
      "snapshotting",
      "switching",
    ];
    const from = entry.step === "verifying" ? order.length : order.indexOf(entry.step);
    for (const step of order.slice(from)) {
      if (step === "preflighting" && entry.kind === "roll_back") continue;
      await enter(step);
      signal.throwIfAborted();
      switch (step) {
        case "installing":
          await install(entry.to, signal);
          break;
        case "preflighting":
          await preflight(await install(entry.to, signal), signal);
          break;
        case "draining":
          await this.#drain(signal);
          break;
        case "stopping":
          await gateway.hold();
          break;
        case "snapshotting":
          await copies.take(entry.id);
          break;
        case "switching":
          if (entry.restoreFrom !== null) await copies.restore(entry.restoreFrom);
          await active.set({
            version: entry.to,
            previous: { version: entry.from, snapshot: copies.pathOf(entry.id) },
          });
          break;
        case "verifying":
        case "restoring":
          // What follows these steps, and what undoes them.
          break;
      }
    }
    await enter("verifying");
    gateway.release();
    await this.#verify(entry.to, signal);
  }

  /** Turns that run may end; when they take too long they are interrupted, and delivery takes them up again. */
  async #drain(signal: AbortSignal): Promise<void> {
    const { gateway, activeTurns, drainMs } = this.#options;
    await gateway.quiesce();
    const until = performance.now() + drainMs;
    while (activeTurns() > 0 && performance.now() < until) await sleep(100, signal);
  }

  async #verify(version: string, signal: AbortSignal): Promise<void> {
    const { gateway, install, saysItsVersion, readyWithinMs, stableMs } = this.#options;
    const installation = await install(version, signal);
    if (!(await gateway.isWanted(signal))) {
      if (await saysItsVersion(installation, signal)) return;
      throw new RuntimeError("upgrade_refused", `The program of OpenClaw ${version} does not start.`);
    }
    const problem = await gateway.untilWell({ version, withinMs: readyWithinMs, stableMs, signal });
    if (problem !== null) throw new RuntimeError("upgrade_refused", problem);
  }

  async #finish(entry: JournalEntry): Promise<UpgradeEnd> {
    const { journal, copies, active } = this.#options;
    await copies.keepOnly([active.previous?.snapshot ?? null]);
    await journal.clear();
    this.#options.onProgress(null);
    this.#logger.info({ from: entry.from, to: entry.to }, "OpenClaw was changed");
    return { kind: "succeeded", version: entry.to };
  }

  /** Nothing was switched: the gateway goes on as it was. */
  async #giveUp(reason: string): Promise<UpgradeEnd> {
    const { gateway, journal, copies, active } = this.#options;
    gateway.release();
    await copies.keepOnly([active.previous?.snapshot ?? null]);
    await journal.clear();
    this.#options.onProgress(null);
    return { kind: "failed", reason };
  }

  async #goBack(entry: JournalEntry, signal: AbortSignal): Promise<UpgradeEnd> {
    const { gateway, journal, copies, active } = this.#options;
    const at: JournalEntry = { ...entry, step: "restoring" };
    await journal.write(at);
    this.#show(at);
    const reason = at.reason ?? "It did not work out.";
    let problem: string | null = null;
    let isRestored = false;
    try {
      await gateway.hold();
      await copies.restore(copies.pathOf(at.id));
      isRestored = true;
      // A roll-back that failed keeps what it wanted to return to.
      const previous = at.restoreFrom === null ? null : { version: at.to, snapshot: at.restoreFrom };
      await active.set({ version: at.from, previous });
    } catch (cause) {
      problem = messageOf(cause);
      this.#logger.error({ err: cause }, "the state before the upgrade could not be put back");
    }
    // Never on nothing: without a state it stays held, the journal says why, and the next process tries again.
    const isInPlace = await copies.isInPlace();
    if (isInPlace) gateway.release();
    if (problem !== null) {
      // What the gateway does from now on would be lost if a later process put the copy in its place after all. The copy
      // stays, and whoever orders a roll-back gets it.
      if (isInPlace && !isRestored) await journal.clear();
      this.#options.onProgress(null);
      return { kind: "failed", reason: `${reason} The state before could not be put back: ${problem}` };
    }
    const isWell = await this.#verify(at.from, signal).then(
      () => null,
      (cause: unknown) => messageOf(cause),
    );
    signal.throwIfAborted();
    await copies.keepOnly([active.previous?.snapshot ?? null]);
    await journal.clear();
    this.#options.onProgress(null);
    return {
      kind: "rolled_back",
      reason: isWell === null ? reason : `${reason} The version before is not well either: ${isWell}`,
    };
  }

  #show({ to, step }: JournalEntry): void {
    this.#options.onProgress({ to, step, ...STEP_TEXT[step] });
  }
}

/** The gateway has not been stopped: starting over costs nothing. */
function isBeforeStop(step: UpgradeStep): boolean {
  return step === "installing" || step === "preflighting" || step === "draining";
}

/** The version and the state are as they were. */
function isBeforeSwitch(step: UpgradeStep): boolean {
  return isBeforeStop(step) || step === "stopping" || step === "snapshotting";
}
