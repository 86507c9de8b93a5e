/**
 * Functions share the host's thread, so `while (true)` in one of them stops everything. A second thread notices that
 * the event loop no longer turns, says which function was entered last, and ends the process: the supervisor starts
 * it again, clients reconnect, and mutations are exactly-once.
 */
import { Worker } from "node:worker_threads";

const NAME_BYTES = 256;
const BEAT_MS = 250;

/** Slots: 0 = beats, 1 = length of the name that follows. */
const HEADER_INTS = 2;

const WORKER = `
const { workerData } = process.getBuiltinModule("node:worker_threads");
const { writeSync } = process.getBuiltinModule("node:fs");
const ints = new Int32Array(workerData.shared, 0, ${HEADER_INTS});
const name = new Uint8Array(workerData.shared, ${HEADER_INTS * 4});
let seen = Atomics.load(ints, 0);
let since = Date.now();
let last = since;
setInterval(() => {
  const beats = Atomics.load(ints, 0);
  const now = Date.now();
  // A suspended machine stops this thread, too: only count time in which it ran.
  if (beats !== seen || now - last > 5000) { seen = beats; since = now; }
  last = now;
  if (now - since < workerData.limitMs) return;
  const path = Buffer.from(name.slice(0, Atomics.load(ints, 1))).toString();
  writeSync(2, JSON.stringify({ at: new Date(now).toISOString(), level: "error", message: "the event loop hangs, ending the process", function: path, afterMs: now - since }) + "\\n");
  process.kill(process.pid, "SIGKILL");
}, ${BEAT_MS});
`;

export interface Watchdog {
  entered(path: string): void;
  stop(): Promise<void>;
}

export function startWatchdog(limitMs: number): Watchdog {
  const shared = new SharedArrayBuffer(HEADER_INTS * 4 + NAME_BYTES);
  const header = new Int32Array(shared, 0, HEADER_INTS);
  // TextEncoder cannot write into shared memory: encode here, copy there.
  const scratch = new Uint8Array(NAME_BYTES);
  const name = new Uint8Array(shared, HEADER_INTS * 4);
  const encoder = new TextEncoder();
  const worker = new Worker(WORKER, { eval: true, execArgv: [], workerData: { shared, limitMs } });
  worker.unref();
  const beat = setInterval(() => Atomics.add(header, 0, 1), BEAT_MS).unref();
  return {
    entered: (path) => {
      const { written } = encoder.encodeInto(path, scratch);
      name.set(scratch);
      Atomics.store(header, 1, written);
    },
    stop: async () => {
      clearInterval(beat);
      await worker.terminate();
    },
  };
}
