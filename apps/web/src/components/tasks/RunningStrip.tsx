"use client";
import { elapsed } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import type { TaskCard } from "./types";

/** "Theo · 0:42 · writing a document": the one line on a card that moves. */
export function RunningStrip({ running }: { running: TaskCard["running"] }) {
  const now = useNow("second");
  const [first, ...others] = running;
  if (!first) return null;
  const time = first.startedAt === null ? "waiting" : now === 0 ? "" : elapsed(now - first.startedAt);
  return (
    <p className="flex items-center gap-1.5 border-line border-t bg-accent-wash px-2.5 py-1 text-ink-2 text-xs">
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-health-online" />
      <span className="shrink-0 font-medium text-ink">{first.agentName}</span>
      <span className="figures shrink-0">{time}</span>
      <span className="min-w-0 truncate">{activityWords(first.activity)}</span>
      {others.length > 0 ? <span className="ml-auto shrink-0">+{others.length}</span> : null}
    </p>
  );
}

/** A tool's name as words ("document_upsert" reads "document upsert"); nothing yet reads "thinking". */
export function activityWords(activity: string | null): string {
  return activity ? activity.replaceAll("_", " ") : "thinking";
}
