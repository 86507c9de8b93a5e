import { isPriority, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { cn } from "@/lib/cn";

const BARS = [
  { x: 1.5, height: 4 },
  { x: 5, height: 6.5 },
  { x: 8.5, height: 9 },
  { x: 12, height: 11.5 },
] as const;

/** Rising bars: four red for critical, three, two, one, and none but their places for lowest. */
export function PriorityGlyph({
  priority,
  className,
  isLabelled = false,
}: {
  priority: number;
  className?: string;
  isLabelled?: boolean;
}) {
  const filled = Math.max(0, Math.min(4, 5 - priority));
  const glyph = (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cn("size-4 shrink-0", filled === 4 ? "text-priority-critical" : "text-ink-2", className)}
    >
      {BARS.map((bar, index) => (
        <rect
          key={bar.x}
          x={bar.x}
          y={13.5 - bar.height}
          width="2.5"
          height={bar.height}
          rx="0.8"
          fill="currentColor"
          // of the colour, not of the shape: each half transparent shape would be a surface of its own on every card
          fillOpacity={index < filled ? 1 : 0.25}
        />
      ))}
    </svg>
  );
  if (!isLabelled) return glyph;
  return (
    <span
      role="img"
      aria-label={`Priority ${isPriority(priority) ? PRIORITY_LABEL[priority].toLowerCase() : priority}`}
      className="inline-flex"
    >
      {glyph}
    </span>
  );
}
