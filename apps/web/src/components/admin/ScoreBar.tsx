import { HEALTH_PART_LABEL, HEALTH_PARTS, type Health } from "@mc/shared/runtime/health";
import { cn } from "@/lib/cn";
import { partsSentence, scoreTone } from "./runtime-words";

/** A runtime's health in one line: the score as a bar, its parts on hover. */
export function ScoreBar({ score, parts }: { score: number | null; parts: Health["parts"] }) {
  if (score === null) return <span className="text-ink-3 text-xs">not measured</span>;
  const tone = scoreTone(score);
  return (
    <span className="group/score relative inline-flex items-center gap-2">
      <span
        role="img"
        aria-label={`Health ${score} of 100. ${partsSentence(parts)}`}
        className="h-1.5 w-14 overflow-hidden rounded-full bg-pressed"
      >
        <span className={cn("block h-full rounded-full", tone.fill)} style={{ width: `${score}%` }} />
      </span>
      <span className="figures w-7 text-right text-sm">{score}</span>
      <span
        aria-hidden
        className="pointer-events-none absolute top-full right-0 z-30 mt-1 hidden w-52 rounded-md border border-line bg-raised p-2 text-xs shadow-float group-hover/score:block"
      >
        {HEALTH_PARTS.map((part) => (
          <span key={part} className="flex justify-between gap-3 py-0.5">
            <span className="text-ink-2">{HEALTH_PART_LABEL[part]}</span>
            <span className="figures">{parts[part] ?? "–"}</span>
          </span>
        ))}
      </span>
    </span>
  );
}
