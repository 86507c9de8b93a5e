import type { Progress } from "@mc/shared/task/links";
import { cn } from "@/lib/cn";

const AROUND = 2 * Math.PI * 6;

/** How many of a task's parts are done. */
export function ProgressRing({ total, done, className }: Progress & { className?: string }) {
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={cn("size-4 shrink-0 -rotate-90", className)}>
      <circle cx="8" cy="8" r="6" fill="none" strokeWidth="2.4" className="stroke-pressed" />
      <circle
        cx="8"
        cy="8"
        r="6"
        fill="none"
        strokeWidth="2.4"
        strokeDasharray={`${AROUND * share} ${AROUND}`}
        className="stroke-status-done transition-[stroke-dasharray] duration-180"
      />
    </svg>
  );
}
