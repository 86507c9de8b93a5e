import { useEffect } from "react";
import { replayEarlyInput } from "./early-input";
import { useEffectsAtOnce } from "./use-is-hydrated";

/** For a page that the server draws whole and no account stands above: what was done to it too early is done once it reacts. */
export function useEarlyInput(): void {
  useEffectsAtOnce();
  useEffect(replayEarlyInput, []);
}
