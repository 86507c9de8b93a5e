import { cn } from "@/lib/cn";
import { exactTime } from "@/lib/format";
import { scoreTone } from "./runtime-words";
import type { RuntimeFull } from "./use-runtimes";

const SHOWN = 96;

/** The score over the past day, one bar per sample; the exact figure on hover. */
export function ScoreChart({ samples }: { samples: RuntimeFull["samples"] }) {
  const shown = samples.filter(({ score }) => score !== null).slice(-SHOWN);
  if (shown.length < 2) return null;
  const worst = Math.min(...shown.map(({ score }) => score ?? 100));
  return (
    <figure>
      <div
        role="img"
        aria-label={`Health over the past day: lowest ${worst}, now ${shown.at(-1)?.score ?? "not measured"}`}
        className="flex h-12 items-end gap-px"
      >
        {shown.map(({ at, score }) => (
          <span
            key={at}
            title={`${score ?? "–"} · ${exactTime(at)}`}
            className={cn("min-w-0 flex-1 rounded-t-xs opacity-80", scoreTone(score ?? 0).fill)}
            style={{ height: `${Math.max(4, score ?? 0)}%` }}
          />
        ))}
      </div>
      <figcaption className="mt-1 text-ink-3 text-xs">Past day, lowest {worst}</figcaption>
    </figure>
  );
}
