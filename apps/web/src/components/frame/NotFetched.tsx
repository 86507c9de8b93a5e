import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";

/** Why a part of the page is missing, and what brings it. `isNotice` lies over the page, else it stands where the part would. */
export function NotFetched(props: {
  onRetry: () => void;
  onClose?: (() => void) | null;
  isNotice?: boolean;
}) {
  const { onRetry, onClose = null, isNotice = false } = props;
  const hasNetwork = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div
      role="alert"
      className={cn(
        "flex flex-col gap-2 text-sm",
        isNotice
          ? "fixed right-4 bottom-4 z-50 w-[min(22rem,calc(100vw-2rem))] rounded-md border border-line bg-raised p-3 shadow-float max-md:bottom-18"
          : "mx-auto max-w-sm items-center px-4 py-8 text-center",
      )}
    >
      <p className="font-medium">This part of the page did not come</p>
      <p className="text-ink-2">
        {hasNetwork
          ? "What you wrote is kept. Try again; if it stays away, reload the page."
          : "You are offline. What you wrote is kept, and this opens by itself when the connection is back."}
      </p>
      <div className="flex gap-2">
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
        {hasNetwork ? (
          <Button size="sm" variant="quiet" onClick={() => window.location.reload()}>
            Reload the page
          </Button>
        ) : null}
        {onClose ? (
          <Button size="sm" variant="quiet" onClick={onClose}>
            Close
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
