import { useSyncExternalStore } from "react";
import {
  DISPLAY_CHOICES,
  type DisplayChoice,
  type DisplayKey,
  readDisplay,
  subscribeToDisplay,
  writeDisplay,
} from "./display";

/** One display choice of this browser and its setter. */
export function useDisplay<Key extends DisplayKey>(
  key: Key,
): [DisplayChoice<Key>, (value: DisplayChoice<Key>) => void] {
  const value = useSyncExternalStore(
    subscribeToDisplay,
    () => readDisplay(key),
    () => DISPLAY_CHOICES[key][0] as DisplayChoice<Key>,
  );
  return [value, (next) => writeDisplay(key, next)];
}
