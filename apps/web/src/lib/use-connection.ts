import { useConvexConnectionState } from "convex/react";
import { useSyncExternalStore } from "react";

export type Connection = "connecting" | "connected" | "reconnecting" | "offline";

function subscribeToNetwork(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** How the page stands with the backend, and how many writes wait to be sent. */
export function useConnection(): { connection: Connection; waitingWrites: number } {
  const state = useConvexConnectionState();
  const hasNetwork = useSyncExternalStore(
    subscribeToNetwork,
    () => navigator.onLine,
    () => true,
  );
  const waitingWrites = state.inflightMutations;
  if (!hasNetwork) return { connection: "offline", waitingWrites };
  if (state.isWebSocketConnected) return { connection: "connected", waitingWrites };
  return {
    connection: state.hasEverConnected || state.connectionRetries > 1 ? "reconnecting" : "connecting",
    waitingWrites,
  };
}
