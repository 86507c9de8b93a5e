import { type ReactNode, useEffect, useState } from "react";
import { whenIdle } from "@/lib/use-warm";

const AT_LAST_MS = 1_000;

/** Reads out what is added to a thread, but not what it held before, now or further back (`isWhole`: all of that is there). */
export function ThreadLog({ isWhole, children }: { isWhole: boolean; children: ReactNode }) {
  const [isLive, setLive] = useState(false);
  useEffect(() => {
    if (!isWhole) return;
    const cancel = whenIdle(() => setLive(true), AT_LAST_MS);
    return () => {
      cancel();
      setLive(false);
    };
  }, [isWhole]);
  return (
    <div
      role="log"
      aria-live={isLive && isWhole ? "polite" : "off"}
      aria-label="Thread"
      className="flex flex-col gap-3.5"
    >
      {children}
    </div>
  );
}
