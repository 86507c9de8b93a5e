/** How the processes feel: memory of the runtime and its gateway, and whether this process still gets round to its work in time. */
import { readFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Service } from "./service/service.ts";

const LOOK_EVERY_MS = 10_000;
/** Renewals of leases and answers to the plugin are late by as much. */
const SLOW_LOOP_MS = 1_000;
const RUNTIME_MEMORY_LIMIT = 600 * 2 ** 20;
/** A gateway needs 1–1.3 GB in use; beyond this it leaks. */
const GATEWAY_MEMORY_LIMIT = 2.5 * 2 ** 30;

export interface VitalSigns {
  readonly rssBytes: number;
  /** Null where the system does not tell, and while no gateway runs. */
  readonly gatewayRssBytes: number | null;
  /** 99th percentile over the last look, milliseconds. */
  readonly loopLagMs: number;
}

/** Sentences without figures: a report changes only when a limit is crossed. Pure. */
export function vitalReasons(signs: VitalSigns): string[] {
  return [
    ...(signs.loopLagMs > SLOW_LOOP_MS ? ["The runtime is short of processor time"] : []),
    ...(signs.rssBytes > RUNTIME_MEMORY_LIMIT ? ["The runtime uses more memory than it should"] : []),
    ...((signs.gatewayRssBytes ?? 0) > GATEWAY_MEMORY_LIMIT
      ? ["The gateway uses more memory than it should; restart the runtime when nothing runs"]
      : []),
  ];
}

export class VitalsService implements Service {
  readonly name = "vitals";
  readonly #gatewayPid: () => number | null;
  readonly #onChange: () => void;
  readonly #delay = monitorEventLoopDelay({ resolution: 20 });
  #timer: NodeJS.Timeout | null = null;
  #signs: VitalSigns = { rssBytes: process.memoryUsage.rss(), gatewayRssBytes: null, loopLagMs: 0 };

  constructor(options: { readonly gatewayPid: () => number | null; readonly onChange: () => void }) {
    this.#gatewayPid = options.gatewayPid;
    this.#onChange = options.onChange;
  }

  get signs(): VitalSigns {
    return this.#signs;
  }

  async start(): Promise<void> {
    this.#delay.enable();
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#delay.disable();
  }

  async #look(): Promise<void> {
    const pid = this.#gatewayPid();
    this.#signs = {
      rssBytes: process.memoryUsage.rss(),
      gatewayRssBytes: pid === null ? null : await residentBytes(pid),
      loopLagMs: Math.round(this.#delay.percentile(99) / 1e6),
    };
    this.#delay.reset();
    this.#onChange();
  }
}

/** Linux only; null elsewhere, and for a process that is gone. */
export async function residentBytes(pid: number): Promise<number | null> {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
