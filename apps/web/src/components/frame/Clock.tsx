"use client";
import { exactTime } from "@/lib/format";
import { zoneOption } from "@/lib/shown-zone";
import { useNow } from "@/lib/use-now";

/** The time where this person reads it, to the second. Its place is kept before the page comes alive. */
export function Clock() {
  const now = useNow("second");
  return (
    <time
      dateTime={now ? new Date(now).toISOString() : undefined}
      title={now ? exactTime(now) : undefined}
      className="figures hidden min-w-[8ch] text-right text-ink-3 text-sm lg:block"
    >
      {now ? new Date(now).toLocaleTimeString("en-GB", zoneOption()) : ""}
    </time>
  );
}
