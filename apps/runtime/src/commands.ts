/**
 * Carries out what people and rollouts ask of this runtime, one thing after the other; reading logs goes beside. Each
 * order is told how far it got; what became of one is kept on disk until the backend has it, so that nothing is done
 * twice because a word got lost.
 */
import type { ErrorCode } from "@mc/shared/errors";
import type { CommandKind, ReportedCommandStatus } from "@mc/shared/runtime/command";
import { compareVersions } from "@mc/shared/runtime/version";
import { messageOf, refusalOf } from "./errors.ts";
import type { GatewayControl } from "./gateway/control.ts";
import type { CommandOrder, MissionControl, Watch } from "./mission-control/mission-control.ts";
import type { Logger } from "./observability/logger.ts";
import { sleep } from "./process/sleep.ts";
import type { SelfUpgrade, UpgradeEnd } from "./self-upgrade.ts";
import type { Service } from "./service/service.ts";
import type { ActiveVersion } from "./upgrade/active-version.ts";
import type { JournalEntry } from "./upgrade/journal.ts";
import type { CommandOutcomes } from "./upgrade/outcomes.ts";

const RETRY_MS = 2_000;
/** Refusals that may be none the next time. */
const PASSING: readonly ErrorCode[] = ["rate_limited", "unavailable", "internal"];

export interface CommandOptions {
  readonly missionControl: MissionControl;
  readonly gateway: GatewayControl;
  readonly upgrade: SelfUpgrade;
  readonly active: ActiveVersion;
  readonly outcomes: CommandOutcomes;
  readonly logger: Logger;
  /** The version that the settings of this process want. */
  readonly pin: string;
  readonly readyWithinMs: number;
  /** Says how the runtime is, before the end of a command is said: its version first, then that it has it. */
  readonly checkIn: () => Promise<void>;
  readonly collectLogs: () => Promise<string>;
  /** Ends the process so that its supervisor starts it again; null when nobody would. */
  readonly restartProcess: (() => void) | null;
}

type Word = { status: ReportedCommandStatus; reason?: string; logs?: string };

export class CommandService implements Service {
  readonly name = "commands";
  readonly #options: CommandOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  readonly #taken = new Set<string>();
  #watch: Watch | null = null;
  #work: Promise<void> = Promise.resolve();
  /** The order whose upgrade is under way, for its progress. */
  #upgrading: JournalEntry["order"] = null;

  constructor(options: CommandOptions) {
    this.#options = options;
    this.#logger = options.logger.child({ component: "commands" });
  }

  /** Comes before the gateway: an upgrade that was interrupted decides what may start. */
  async start(): Promise<void> {
    const interrupted = await this.#options.upgrade.interrupted();
    this.#enqueue(async () => {
      if (interrupted) await this.#finishInterrupted(interrupted);
      await this.#followPin();
    });
    this.#watch = this.#options.missionControl.watchOrders((orders) => this.#onOrders(orders));
  }

  /**
   * Work in hand is left to the next process from here on: what stops next is the gateway, and an upgrade that saw it go would
   * take that for the new version's fault and go back.
   */
  async drain(): Promise<void> {
    this.#stop.abort();
    this.#watch?.stop();
  }

  async stop(): Promise<void> {
    await this.drain();
    await Promise.race([this.#work, sleep(2_000)]);
  }

  /** Where an upgrade is, for the order that asked for it. */
  progress(step: { name: string; percent: number; detail: string }): void {
    const order = this.#upgrading;
    if (order) void this.#say(order, { status: "running" }, step).catch(() => undefined);
  }

  #onOrders(orders: readonly CommandOrder[]): void {
    for (const order of orders) {
      const key = `${order.commandId}:${order.generation}`;
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      const work = () => this.#carryOut(order);
      if (order.kind === "collect_logs") void this.#guarded(work);
      else this.#enqueue(work);
    }
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => this.#guarded(work));
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    if (this.#stop.signal.aborted) return;
    try {
      await work();
    } catch (cause) {
      if (!this.#stop.signal.aborted)
        this.#logger.error({ err: cause }, "a command could not be carried out");
    }
  }

  async #carryOut(order: CommandOrder): Promise<void> {
    const known = await this.#options.outcomes.find(order);
    if (known) return await this.#conclude(order, known);
    if ((await this.#sayUntilHeard(order, { status: "acknowledged" })) === "lost") return;
    if ((await this.#sayUntilHeard(order, { status: "running" })) === "lost") return;
    this.#logger.info({ command: order.kind, version: order.version }, "a command is carried out");
    const word = await this.#do(order).catch(
      (cause: unknown): Word => ({ status: "failed", reason: messageOf(cause) }),
    );
    this.#stop.signal.throwIfAborted();
    if (word) await this.#conclude(order, word);
  }

  /** Null when the process ends to do it, and the next one says how it went. */
  async #do(order: CommandOrder): Promise<Word | null> {
    switch (order.kind) {
      case "restart_gateway":
        return await this.#restartGateway();
      case "restart_runtime":
        return await this.#restartRuntime(order);
      case "collect_logs":
        return { status: "succeeded", logs: await this.#options.collectLogs() };
      case "upgrade":
      case "roll_back":
        return await this.#change(order, order.kind);
    }
  }

  async #restartGateway(): Promise<Word> {
    const { gateway, active, readyWithinMs } = this.#options;
    const { signal } = this.#stop;
    if (!(await gateway.isWanted(signal)))
      return { status: "failed", reason: "No gateway runs: the account has no agents." };
    await gateway.restart();
    const problem = await gateway.untilWell({
      version: active.version,
      withinMs: readyWithinMs,
      stableMs: 0,
      signal,
    });
    return problem === null ? { status: "succeeded" } : { status: "failed", reason: problem };
  }

  async #restartRuntime(order: CommandOrder): Promise<Word | null> {
    const { restartProcess, outcomes } = this.#options;
    if (restartProcess === null)
      return {
        status: "failed",
        reason: "Nothing would start this runtime again: it was not started by mc.",
      };
    await outcomes.keep(order, { status: "succeeded" });
    restartProcess();
    return null;
  }

  async #change(order: CommandOrder, kind: CommandKind & ("upgrade" | "roll_back")): Promise<Word> {
    const { active, upgrade } = this.#options;
    const to = kind === "upgrade" ? order.version : (active.previous?.version ?? null);
    if (to === null) return { status: "failed", reason: "No earlier version is kept here." };
    this.#upgrading = { commandId: order.commandId, generation: order.generation };
    try {
      return wordOf(await upgrade.run({ kind, to, order: this.#upgrading }, this.#stop.signal));
    } finally {
      this.#upgrading = null;
    }
  }

  async #finishInterrupted(entry: JournalEntry): Promise<void> {
    this.#upgrading = entry.order;
    if (entry.order) this.#taken.add(`${entry.order.commandId}:${entry.order.generation}`);
    try {
      const end = await this.#options.upgrade.resume(entry, this.#stop.signal);
      if (entry.order) await this.#conclude(entry.order, wordOf(end));
    } finally {
      this.#upgrading = null;
    }
  }

  /** The settings want another version than before: a guarded upgrade, not a leap. */
  async #followPin(): Promise<void> {
    const { active, pin, upgrade } = this.#options;
    if (active.pin === pin) return;
    const isOlder = compareVersions(pin, active.version) < 0;
    if (isOlder && active.previous?.version !== pin) {
      this.#logger.warn(
        { pin, version: active.version },
        "state of a newer OpenClaw cannot be used by the wanted one",
      );
    } else if (pin !== active.version) {
      const kind = isOlder ? "roll_back" : "upgrade";
      const end = await upgrade.run({ kind, to: pin, order: null }, this.#stop.signal);
      this.#logger.info({ end }, "the settings want another OpenClaw");
    }
    await active.set({ pin });
  }

  /** Kept before it is said, forgotten when it was heard. */
  async #conclude(order: Pick<CommandOrder, "commandId" | "generation">, word: Word): Promise<void> {
    const { outcomes } = this.#options;
    await outcomes.keep(order, word);
    while (!this.#stop.signal.aborted) {
      try {
        await this.#options.checkIn();
        if (!(await this.#isHeard(order, word)))
          this.#logger.warn({ ...order }, "nobody waits for a command any more");
        return await outcomes.forget(order);
      } catch (cause) {
        this.#logger.warn({ reason: messageOf(cause) }, "the end of a command was not heard");
        await sleep(RETRY_MS, this.#stop.signal);
      }
    }
  }

  /** An order is offered once: nobody would take it up again for a backend that had a fault of its own just then. */
  async #sayUntilHeard(order: CommandOrder, word: Word): Promise<"ok" | "lost"> {
    for (;;) {
      this.#stop.signal.throwIfAborted();
      try {
        return await this.#say(order, word);
      } catch (cause) {
        if (!isPassing(cause)) throw cause;
        this.#logger.warn({ reason: messageOf(cause) }, "the beginning of a command was not heard");
        await sleep(RETRY_MS, this.#stop.signal);
      }
    }
  }

  /** False where the backend refuses the word for good: the command is gone, and saying it again would change nothing. */
  async #isHeard(order: Pick<CommandOrder, "commandId" | "generation">, word: Word): Promise<boolean> {
    try {
      await this.#say(order, word);
      return true;
    } catch (cause) {
      if (isPassing(cause)) throw cause;
      return false;
    }
  }

  async #say(
    order: Pick<CommandOrder, "commandId" | "generation">,
    word: Word,
    step?: { name: string; percent: number; detail: string },
  ): Promise<"ok" | "lost"> {
    const { commandId, generation } = order;
    return await this.#options.missionControl.reportCommand({
      commandId,
      generation,
      ...word,
      ...(step === undefined ? {} : { step }),
    });
  }
}

/** Whether the next time may go better. */
function isPassing(cause: unknown): boolean {
  const refusal = refusalOf(cause);
  return refusal === null || PASSING.includes(refusal.code);
}

function wordOf(end: UpgradeEnd): Word {
  return end.kind === "succeeded" ? { status: "succeeded" } : { status: end.kind, reason: end.reason };
}
