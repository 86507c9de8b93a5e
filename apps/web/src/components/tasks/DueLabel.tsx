"use client";
import { CalendarClock } from "lucide-react";
import { cn } from "@/lib/cn";
import { dueWords, exactTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** The due date in a word; red and said so when it is late. */
export function DueLabel({ dueAt, isDone }: { dueAt: number; isDone: boolean }) {
  const now = useNow("minute");
  if (now === 0) return null;
  const { text, tone } = dueWords(dueAt, now);
  const isLate = tone === "late" && !isDone;
  return (
    <time
      dateTime={new Date(dueAt).toISOString()}
      title={`Due ${exactTime(dueAt)}`}
      className={cn(
        "inline-flex items-center gap-1 align-middle whitespace-nowrap text-xs",
        isLate ? "font-medium text-danger" : "text-ink-3",
      )}
    >
      <CalendarClock aria-hidden className="size-3.5" />
      {isLate ? `late, ${text}` : text}
    </time>
  );
}
