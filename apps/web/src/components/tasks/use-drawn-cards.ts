import { startTransition, useEffect, useState } from "react";
import { whenIdle } from "@/lib/use-warm";

/** The first are there at once, the others follow in steps short enough not to hold up a hand. */
const STEPS: readonly number[] = [6, 14, 24, 36, 50];
const STEP_AT_LAST_MS = 400;

/** How many cards of a column are drawn by now; without bound soon after it has appeared. */
export function useDrawnCards(): number {
  const [step, setStep] = useState(0);
  const drawn = STEPS[step] ?? Number.POSITIVE_INFINITY;
  const isWhole = step >= STEPS.length;
  useEffect(() => {
    if (isWhole) return;
    return whenIdle(() => startTransition(() => setStep(step + 1)), STEP_AT_LAST_MS);
  }, [step, isWhole]);
  return drawn;
}
