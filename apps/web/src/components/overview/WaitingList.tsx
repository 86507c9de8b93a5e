"use client";
import { taskKey } from "@mc/shared/task/limits";
import { Hourglass } from "lucide-react";
import { cardTurn } from "@/components/tasks/card-turns";
import type { TaskCard } from "@/components/tasks/types";
import { useBoardFactsOf } from "@/components/tasks/use-board-facts";
import { RunActions } from "@/components/thread/RunActions";
import { Link } from "@/components/ui/link";
import { useNow } from "@/lib/use-now";

/** Work that is handed over and has not begun: why, and the ways out. */
export function WaitingList({ tasks, accountSlug }: { tasks: readonly TaskCard[]; accountSlug: string }) {
  const facts = useBoardFactsOf();
  const now = useNow("second");
  if (tasks.length === 0) return null;
  return (
    <ul className="flex flex-col">
      {tasks.map((card) => {
        const turn = cardTurn(card, { ...facts, now });
        const stuck = turn?.kind === "stuck" ? turn : null;
        const who = card.running[0]?.agentName ?? "";
        return (
          <li key={card.taskId} className="flex items-center gap-2.5 py-1.5 text-sm">
            <Hourglass aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1">
              <Link
                href={`/${accountSlug}/tasks/${card.number}`}
                className="block truncate underline-offset-2 hover:underline"
              >
                <span className="font-medium">{who}</span>{" "}
                <span className="figures mr-1 text-ink-3 text-xs">{taskKey(card.number)}</span> {card.title}
              </Link>
              <span className="block truncate text-ink-2">{stuck?.sentence ?? "Waits for its turn."}</span>
            </span>
            {stuck && facts.canAct ? (
              <RunActions runId={stuck.runId} agentId={stuck.agentId} actions={stuck.actions} />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
