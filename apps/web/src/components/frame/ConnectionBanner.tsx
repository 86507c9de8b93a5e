"use client";
import { CloudOff, RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { plural } from "@/lib/format";
import { useConnection } from "@/lib/use-connection";

/** A reconnect that takes less than this goes unmentioned. */
const PATIENCE_MS = 1_500;

/** Says when what is shown may be old, and that what one writes is kept. */
export function ConnectionBanner() {
  const { connection, waitingWrites } = useConnection();
  const isDown = connection === "offline" || connection === "reconnecting";
  const [isWorthSaying, setWorthSaying] = useState(false);
  useEffect(() => {
    if (!isDown) return;
    const timer = setTimeout(() => setWorthSaying(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setWorthSaying(false);
    };
  }, [isDown]);

  const Icon = connection === "offline" ? CloudOff : RefreshCw;
  const cause = connection === "offline" ? "You are offline." : "Reconnecting to the backend…";
  const kept =
    waitingWrites > 0
      ? ` ${plural(waitingWrites, "change")} will be sent when the connection is back.`
      : " What you see may be old; what you write is kept and sent later.";
  return (
    <div role="status">
      {isDown && isWorthSaying ? (
        <p className="flex min-h-8 items-center gap-2 border-line border-b bg-sunken px-4 py-1 text-ink-2 text-sm">
          <Icon aria-hidden className="size-4 shrink-0 text-health-degraded" />
          <span>
            <strong className="font-medium text-ink">{cause}</strong>
            {kept}
          </span>
        </p>
      ) : null}
    </div>
  );
}
