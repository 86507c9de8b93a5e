"use client";
import { cn } from "@/lib/cn";
import { elapsed } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { activityWords } from "./activity-words";
import type { TaskCard } from "./types";

/** "Theo · 0:42 · writing a document": the one line on a card that moves. A turn that waits says so quietly. */
export function RunningStrip({ running }: { running: TaskCard["running"] }) {
  const now = useNow("second");
  const active = running.filter((run) => run.startedAt !== null);
  const [first] = active.length > 0 ? active : running;
  if (!first) return null;
  const isActive = first.startedAt !== null;
  return (
    <p
      className={cn(
        "flex items-center gap-1.5 border-line border-t px-2.5 py-1 text-ink-2 text-xs",
        isActive ? "bg-accent-wash" : "text-ink-3",
      )}
    >
      <span
        aria-hidden
        className={cn(
          "size-1.5 shrink-0 rounded-full",
          isActive ? "bg-health-online" : "border border-line-strong",
        )}
      />
      <span className={cn("shrink-0 font-medium", isActive && "text-ink")}>{first.agentName}</span>
      {first.startedAt === null ? null : (
        <span className="figures shrink-0">{now === 0 ? "" : elapsed(now - first.startedAt)}</span>
      )}
      <span className="min-w-0 truncate">
        {isActive ? activityWords(first.activity) : "waits for its turn"}
      </span>
      {running.length > 1 ? <span className="ml-auto shrink-0">+{running.length - 1}</span> : null}
    </p>
  );
}
