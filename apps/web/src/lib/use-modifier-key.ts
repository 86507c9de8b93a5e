import { useSyncExternalStore } from "react";

/** What the key of shortcuts is called on this machine; both are taken everywhere. */
export function useModifierKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore(
    subscribe,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl"),
    () => "Ctrl",
  );
}

/** A machine stays what it is. */
function subscribe(): () => void {
  return () => undefined;
}
