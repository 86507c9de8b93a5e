/**
 * Sends what a turn writes while it writes it: at most one message under way, at most one per interval, and always the latest
 * text. Tool starts and ends are never left out and keep their order. A slow backend slows the stream down, not the turn.
 */
import { messageOf } from "../errors.ts";
import type { HoldAnswer, Progress, Spent } from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import { sleep } from "../process/sleep.ts";

export interface ProgressStreamOptions {
  readonly send: (progress: Progress) => Promise<HoldAnswer>;
  readonly intervalMs: number;
  readonly onLost: () => void;
  readonly logger: Logger;
}

export class ProgressStream {
  readonly #options: ProgressStreamOptions;
  readonly #tools: NonNullable<Progress["tool"]>[] = [];
  readonly #stop = new AbortController();
  #text: string | null = null;
  #spent: Spent | null = null;
  #pumping: Promise<void> | null = null;

  constructor(options: ProgressStreamOptions) {
    this.#options = options;
  }

  setText(text: string): void {
    this.#text = text;
    this.#wake();
  }

  /** What the turn has used so far; it travels with the next message. */
  setSpent(spent: Spent): void {
    this.#spent = spent;
    this.#wake();
  }

  addTool(tool: NonNullable<Progress["tool"]>): void {
    this.#tools.push(tool);
    this.#wake();
  }

  /** Sends nothing more. The final text travels with the completion, so what is left unsent is not needed; tools are. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#pumping;
  }

  #wake(): void {
    if (this.#stop.signal.aborted) return;
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = null;
      if (this.#hasWork() && !this.#stop.signal.aborted) this.#wake();
    });
  }

  async #pump(): Promise<void> {
    while (this.#hasWork()) {
      const tool = this.#tools.shift();
      const isOver = this.#stop.signal.aborted;
      const [text, spent] = isOver ? [null, null] : [this.#text, this.#spent];
      this.#text = null;
      this.#spent = null;
      if (tool === undefined && text === null && spent === null) return;
      try {
        const answer = await this.#options.send({
          ...(text === null ? {} : { text }),
          ...(tool === undefined ? {} : { tool }),
          ...(spent === null ? {} : { spent }),
        });
        if (answer === "lost") {
          this.#tools.length = 0;
          this.#stop.abort();
          this.#options.onLost();
          return;
        }
      } catch (cause) {
        // A partial text that does not arrive is replaced by the next one; the answer itself is sent with care elsewhere.
        this.#options.logger.debug({ reason: messageOf(cause) }, "progress was not taken");
      }
      if (this.#tools.length === 0) await sleep(this.#options.intervalMs, this.#stop.signal);
    }
  }

  #hasWork(): boolean {
    return this.#text !== null || this.#spent !== null || this.#tools.length > 0;
  }
}
