/** Waiting for scheduled functions, with fake timers or real ones. */
import { withPrefix } from "../catalog/catalog.ts";
import type { Backend } from "../engine/backend.ts";
import { JOBS_TABLE } from "../engine/scheduler.ts";
import { encodeIndexKey, successor } from "../values/key.ts";
import { TestSetupError } from "./modules.ts";

/** What of the scheduler a test can wait for. */
export interface ScheduledWork {
  /** Resolves when nothing runs. */
  settled(): Promise<void>;
  /** Ids of the functions that wait for their time, as one text: progress is when it changes. */
  pending(): string;
}

export function scheduledWork({ scheduler, database }: Backend): ScheduledWork {
  return {
    settled: () => scheduler.settled(),
    pending: () => {
      const snapshot = database.snapshot();
      try {
        const table = snapshot.catalog.table(JOBS_TABLE);
        const index = table?.indexes.find((candidate) => candidate.name === "by_state_time");
        if (index === undefined) return "";
        const lo = withPrefix(index, encodeIndexKey(["pending"]));
        const bounds = { lo, hi: successor(lo), isDescending: false, limit: 10_000 };
        return snapshot.connection.range(bounds).join();
      } finally {
        snapshot.release();
      }
    },
  };
}

// Captured at import: the test may replace them.
const realSetTimeout = globalThis.setTimeout;
const nextTurn = () => new Promise<void>((resolve) => realSetTimeout(resolve, 0));

/** Turns of the event loop without any progress after which what is pending is taken to be due later. */
const MAX_IDLE_TURNS = 20;

/** A timer that fired starts its function within the turns that follow. */
export async function finishInProgress(work: ScheduledWork): Promise<void> {
  await nextTurn();
  await work.settled();
}

/** Advances timers until nothing runs and nothing pending comes due. */
export async function finishAll(
  work: ScheduledWork,
  { advanceTimers, maxIterations }: { advanceTimers: () => void; maxIterations: number },
): Promise<void> {
  let before = work.pending();
  let idleTurns = 0;
  for (let rounds = 0; rounds < maxIterations; ) {
    advanceTimers();
    await nextTurn();
    await settleWhileAdvancing(work, advanceTimers);
    const after = work.pending();
    if (after === "") return;
    if (after !== before) {
      rounds += 1;
      idleTurns = 0;
    } else {
      idleTurns += 1;
      if (idleTurns > MAX_IDLE_TURNS) return;
    }
    before = after;
  }
  throw new TestSetupError(
    "finishAllScheduledFunctions: too many iterations. Check for infinitely recursive scheduled functions, or increase maxIterations.",
  );
}

/** Running functions may themselves wait for fake timers. */
async function settleWhileAdvancing(work: ScheduledWork, advanceTimers: () => void): Promise<void> {
  let isDone = false;
  const settled = work.settled().finally(() => {
    isDone = true;
  });
  await Promise.race([settled, nextTurn()]);
  while (!isDone) {
    advanceTimers();
    await Promise.race([settled, nextTurn()]);
  }
  await settled;
}
