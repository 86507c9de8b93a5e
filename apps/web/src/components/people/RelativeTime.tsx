"use client";
import { cn } from "@/lib/cn";
import { ago, exactTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** "4 min ago" with the exact time on hover; keeps itself true. */
export function RelativeTime({ at, className }: { at: number; className?: string }) {
  const now = useNow("minute");
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={exactTime(at)}
      className={cn("whitespace-nowrap text-ink-3 text-xs", className)}
    >
      {now === 0 ? "" : ago(at, Math.max(now, at))}
    </time>
  );
}
