import { type ReactNode, useEffect, useState } from "react";
import { whenIdle } from "@/lib/use-warm";

const AT_LAST_MS = 1_000;

/** Reads out what is added to a thread, once all that it held before is there: that is no news. */
export function ThreadLog({ isWhole, children }: { isWhole: boolean; children: ReactNode }) {
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!isWhole || isLive) return;
    return whenIdle(() => setLive(true), AT_LAST_MS);
  }, [isWhole, isLive]);
  return (
    <div
      role="log"
      aria-live={isLive ? "polite" : "off"}
      aria-label="Thread"
      className="flex flex-col gap-3.5"
    >
      {children}
    </div>
  );
}
