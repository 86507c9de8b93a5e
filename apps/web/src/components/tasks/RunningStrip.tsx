"use client";
import { TriangleAlert } from "lucide-react";
import { approvalSentence } from "@/components/approvals/approval-words";
import { RunActions } from "@/components/thread/RunActions";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { elapsed } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { activityWords } from "./activity-words";
import { useBoardFacts } from "./board-context";
import { cardTurn } from "./card-turns";
import type { TaskCard } from "./types";

const stripStyle = "flex items-center gap-1.5 border-line border-t px-2.5 py-1 text-xs";

/** The last line of a card: the turn that moves, why one does not get on and what to do, or what waits for a decision. */
export function RunningStrip({ card }: { card: Pick<TaskCard, "running" | "givenUp"> }) {
  const now = useNow("second");
  const facts = useBoardFacts();
  const turn = cardTurn(card, { ...facts, now });
  if (!turn) return null;
  if (turn.kind === "asking") return <AskingStrip run={turn.run} />;
  if (turn.kind === "stuck") {
    return (
      <div className={cn(stripStyle, "flex-wrap gap-y-1 text-ink-2")}>
        <p className="flex min-w-0 flex-1 basis-40 items-start gap-1.5" title={turn.sentence}>
          <TriangleAlert
            aria-hidden
            className={cn(
              "mt-px size-3.5 shrink-0",
              turn.isOver ? "text-health-offline" : "text-health-degraded",
            )}
          />
          <span className="line-clamp-2">
            <span className="font-medium text-ink">{turn.agentName}</span> {lowerFirst(turn.sentence)}
          </span>
        </p>
        {facts.canAct && turn.actions.length > 0 ? (
          <span className="relative z-10" onPointerDown={(event) => event.stopPropagation()}>
            <RunActions runId={turn.runId} agentId={turn.agentId} actions={turn.actions} />
          </span>
        ) : null}
      </div>
    );
  }
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

function AskingStrip({ run }: { run: TaskCard["running"][number] }) {
  const { approvals, accountSlug } = useBoardFacts();
  const approval = approvals.get(run.runId);
  return (
    <div className={cn(stripStyle, "text-ink-2")}>
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-health-degraded" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-medium text-ink">{run.agentName}</span>{" "}
        {approval ? `wants to ${approvalSentence(approval)}` : "waits for an approval"}
      </p>
      {approval ? (
        <span className="relative z-10" onPointerDown={(event) => event.stopPropagation()}>
          <Button asChild size="sm" className="h-6">
            <Link href={`/${accountSlug}/approvals?approval=${approval.approvalId}`}>Decide</Link>
          </Button>
        </span>
      ) : null}
    </div>
  );
}

/** The sentence follows a name: "Theo waiting: the runtime is offline." */
function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
