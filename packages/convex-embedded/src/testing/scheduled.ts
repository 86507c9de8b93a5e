/** Waiting for scheduled functions, with fake timers or real ones. */
import { TestSetupError } from "./modules.ts";

/** What of the scheduler a test can wait for. */
export interface ScheduledWork {
  /** Some function is running now. */
  readonly isRunning: boolean;
  /** Some function waits for its time. */
  readonly hasPending: boolean;
  /** Resolves when what runs now has ended. */
  finishRunning(): Promise<void>;
}

// Captured at import: the test may replace them.
const realSetTimeout = globalThis.setTimeout;
const nextTurn = () => new Promise<void>((resolve) => realSetTimeout(resolve, 0));

/** Turns of the event loop without any progress after which what is pending is taken to be due later. */
const MAX_IDLE_TURNS = 20;

export async function finishInProgress(work: ScheduledWork): Promise<void> {
  while (work.isRunning) await work.finishRunning();
}

/** Advances timers until nothing runs and nothing pending comes due. */
export async function finishAll(
  work: ScheduledWork,
  { advanceTimers, maxIterations }: { advanceTimers: () => void; maxIterations: number },
): Promise<void> {
  let idleTurns = 0;
  for (let i = 0; i < maxIterations; ) {
    advanceTimers();
    // A due timer starts its function in the turns after it fired.
    await nextTurn();
    if (work.isRunning) {
      idleTurns = 0;
      i += 1;
      await finishWhileAdvancing(work, advanceTimers);
    } else if (!work.hasPending || idleTurns >= MAX_IDLE_TURNS) {
      return;
    } else {
      idleTurns += 1;
    }
  }
  throw new TestSetupError(
    "finishAllScheduledFunctions: too many iterations. Check for infinitely recursive scheduled functions, or increase maxIterations.",
  );
}

/** Running functions may themselves wait for fake timers. */
async function finishWhileAdvancing(work: ScheduledWork, advanceTimers: () => void): Promise<void> {
  let isDone = false;
  const finished = work.finishRunning().finally(() => {
    isDone = true;
  });
  while (!isDone) {
    advanceTimers();
    await Promise.race([finished, nextTurn()]);
  }
  await finished;
}
