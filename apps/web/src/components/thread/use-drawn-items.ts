import { startTransition, useEffect, useState } from "react";
import { whenIdle } from "@/lib/use-warm";

/** More than a screen holds at first. */
const FIRST = 10;
const REST_AT_LAST_MS = 400;

/**
 * How many items of a thread are drawn: what a first screen may show at once, the rest as soon as nothing else is to be
 * done, so that a thread of hundreds opens as quickly as one of ten. Without bound when what is meant may lie anywhere.
 */
export function useDrawnItems(isWhole: boolean): number {
  const [isFirst, setFirst] = useState(!isWhole);
  useEffect(() => {
    if (!isFirst) return;
    return whenIdle(() => startTransition(() => setFirst(false)), REST_AT_LAST_MS);
  }, [isFirst]);
  return isFirst && !isWhole ? FIRST : Number.POSITIVE_INFINITY;
}
