"use client";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { elapsed } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { activityWords } from "./activity-words";
import { useBoardFacts } from "./board-context";
import { cardTurn } from "./card-turns";
import { stripStyle } from "./strip-style";
import type { TaskCard } from "./types";

// Few cards ask for anything, so most boards never fetch this.
const TurnStrip = fetched(() => import("./TurnStrips").then((module) => module.TurnStrip), {
  Place: () => <p className={cn(stripStyle, "min-h-7")} />,
  whenLost: "quiet",
});

/** The last line of a card: the turn that moves, why one does not get on and what to do, or what waits for a decision. */
export function RunningStrip({ card }: { card: Pick<TaskCard, "running" | "givenUp"> }) {
  const now = useNow("second");
  const facts = useBoardFacts();
  const turn = cardTurn(card, { ...facts, now });
  if (!turn) return null;
  if (turn.kind === "asking" || turn.kind === "stuck") return <TurnStrip turn={turn} />;
  const { run } = turn;
  const isMoving = turn.kind === "moving";
  return (
    <p className={cn(stripStyle, isMoving ? "bg-accent-wash text-ink-2" : "text-ink-3")}>
      <span
        aria-hidden
        className={cn(
          "size-1.5 shrink-0 rounded-full",
          isMoving ? "bg-health-online" : "border border-line-strong",
        )}
      />
      <span className={cn("shrink-0 font-medium", isMoving && "text-ink")}>{run.agentName}</span>
      {run.startedAt === null ? null : (
        <span className="figures shrink-0">{now === 0 ? "" : elapsed(now - run.startedAt)}</span>
      )}
      <span className="min-w-0 truncate">
        {isMoving ? activityWords(run.activity) : "waits for its turn"}
      </span>
      {card.running.length > 1 ? <span className="ml-auto shrink-0">+{card.running.length - 1}</span> : null}
    </p>
  );
}
