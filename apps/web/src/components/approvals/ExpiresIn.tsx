"use client";
import { duration, exactTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";

const SOON_MS = 60 * 60_000;

/** "Expires in 3 h"; then the agent goes on without. */
export function ExpiresIn({ at }: { at: number }) {
  const now = useNow("minute");
  const left = at - now;
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exactTime(at)}
      className={left < SOON_MS && now > 0 ? "text-status-blocked" : "text-ink-3"}
    >
      {now === 0 ? "" : left <= 0 ? "expires now" : `expires in ${duration(left)}`}
    </time>
  );
}
