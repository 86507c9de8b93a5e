/**
 * People of all roles, agents and the clock do things in any order; after every act the invariants T, A, L, W, N of
 * the specification are read off the rows. MC_MODEL_SEED repeats a run; MC_MODEL_RUNS makes it longer.
 */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { BACKENDS, settleThere } from "./backends";
import { ACTS, type ActKind, act, perform } from "./model/acts";
import { checkInvariants } from "./model/invariants";
import { openOffice, readBooks } from "./model/office";

const { env } = process;
const SEED = Number(env["MC_MODEL_SEED"] ?? Date.now() % 2 ** 31);
/** So often in vain is no chance: each kind of act comes through in a tenth of its tries or more. */
const OFTEN_TRIED = 40;
const ALWAYS_REFUSED: readonly ActKind[] = [
  "reach across",
  "use the key of next door",
  "act under an old lease",
];
/** Sequences end early when they have taken this long, so that a slow machine still ends. */
const AT_MOST_MS = 30_000;

describe.each(BACKENDS)("the whole domain under any order of acts on $name", ({ name, start }) => {
  test("[T][A][L][W][N] every invariant holds after every act", { timeout: 90_000 }, async () => {
    const tried = new Map<ActKind, number>();
    const done = new Map<ActKind, number>();
    let steps = 0;
    let acted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 25, maxLength: 45 }), async (acts) => {
        const office = await openOffice(start());
        const { t } = office.world;
        let before = await readBooks(t);
        for (const asked of acts) {
          const { isDone, refused } = await perform(office, asked, before);
          // What it left to be done, as clearing up after someone who is gone, belongs to the act.
          await settleThere(t);
          const after = await readBooks(t);
          checkInvariants({ office, act: asked, refused, before, after });
          tried.set(asked.kind, (tried.get(asked.kind) ?? 0) + 1);
          if (isDone) done.set(asked.kind, (done.get(asked.kind) ?? 0) + 1);
          steps += 1;
          acted += Number(isDone);
          before = after;
        }
        vi.useRealTimers();
      }),
      {
        numRuns: Number(env["MC_MODEL_RUNS"] ?? (name === "convex-test" ? 40 : 16)),
        seed: SEED,
        interruptAfterTimeLimit: AT_MOST_MS,
        markInterruptAsFailure: false,
      },
    );
    const counts = [...tried].map(([kind, times]) => `${kind} ${done.get(kind) ?? 0}/${times}`).toSorted();
    process.stdout.write(
      `${name}: seed ${SEED}, ${steps} acts, ${acted} of them with effect, of ${done.size} of ${Object.keys(ACTS).length} kinds: ${counts.join(", ")}\n`,
    );
    // A model in which everything is refused proves nothing; on a slow machine there are few acts, not idle ones.
    expect(acted).toBeGreaterThan(steps / 4);
    expect(done.size).toBeGreaterThan(Math.min(Object.keys(ACTS).length / 2, acted / 4));
    // Nor does one kind that is tried again and again and never comes through.
    const idle = [...tried].filter(([kind, times]) => times >= OFTEN_TRIED && !done.has(kind));
    expect(idle.filter(([kind]) => !ALWAYS_REFUSED.includes(kind))).toEqual([]);
  });
});
