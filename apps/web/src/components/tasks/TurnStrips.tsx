"use client";
import { TriangleAlert } from "lucide-react";
import { approvalSentence } from "@/components/approvals/approval-words";
import { RunActions } from "@/components/thread/RunActions";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { useBoardFacts } from "./board-context";
import type { CardTurn } from "./card-turns";
import { stripStyle } from "./strip-style";

type Turn = Extract<CardTurn, { kind: "asking" | "stuck" }>;

/** The lines of a card that ask a person for something: why a turn does not get on with the ways out, or what waits for a decision. */
export function TurnStrip({ turn }: { turn: Turn }) {
  return turn.kind === "asking" ? <AskingStrip run={turn.run} /> : <StuckStrip turn={turn} />;
}

function StuckStrip({ turn }: { turn: Extract<Turn, { kind: "stuck" }> }) {
  const { canAct } = useBoardFacts();
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
      {canAct && turn.actions.length > 0 ? (
        <span className="relative z-10" onPointerDown={(event) => event.stopPropagation()}>
          <RunActions runId={turn.runId} agentId={turn.agentId} actions={turn.actions} />
        </span>
      ) : null}
    </div>
  );
}

function AskingStrip({ run }: Pick<Extract<Turn, { kind: "asking" }>, "run">) {
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
