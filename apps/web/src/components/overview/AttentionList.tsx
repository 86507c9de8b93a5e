import { taskKey } from "@mc/shared/task/limits";
import { RelativeTime } from "@/components/people/RelativeTime";
import { AssigneeStack } from "@/components/tasks/AssigneeStack";
import { PriorityGlyph } from "@/components/tasks/PriorityGlyph";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { RunActions } from "@/components/thread/RunActions";
import { Link } from "@/components/ui/link";
import { dueWords } from "@/lib/format";
import type { Attention } from "./attention";

export function AttentionList({
  items,
  accountSlug,
  now,
  canAct,
}: {
  items: readonly Attention[];
  accountSlug: string;
  now: number;
  canAct: boolean;
}) {
  return (
    <ul className="flex flex-col">
      {items.map(({ card, why }) => (
        <li
          key={card.taskId}
          className="-mx-2 flex items-center gap-x-2 rounded-sm px-2 transition-colors hover:bg-hover max-sm:flex-wrap"
        >
          <Link
            href={`/${accountSlug}/tasks/${card.number}`}
            className="flex min-w-0 flex-1 items-start gap-2.5 rounded-sm py-2 max-sm:basis-full compact:py-1"
          >
            <StatusGlyph status={card.status} className="mt-0.5" />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="figures min-w-9 shrink-0 text-ink-3 text-xs">{taskKey(card.number)}</span>
                <span className="truncate font-medium text-sm">{card.title}</span>
              </span>
              <span className="block truncate text-ink-2 text-sm">{whyWords({ card, why }, now)}</span>
            </span>
            <span className="-mt-px flex shrink-0 items-center gap-2">
              <span className="max-sm:hidden">
                <AssigneeStack members={card.members} agents={card.agents} />
              </span>
              <PriorityGlyph priority={card.priority} isLabelled className="size-3.5" />
              <RelativeTime at={card.updatedAt} />
            </span>
          </Link>
          {why === "gave_up" && canAct && card.givenUp[0] ? (
            <span className="max-sm:pb-2 max-sm:pl-6.5">
              <RunActions
                runId={card.givenUp[0].runId}
                agentId={card.givenUp[0].agentId}
                actions={["retry"]}
              />
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function whyWords({ card, why }: Attention, now: number): string {
  switch (why) {
    case "gave_up": {
      const [lost] = card.givenUp;
      return lost ? `${lost.agentName} gave up${lost.error ? `: ${lost.error.message}` : "."}` : "Given up";
    }
    case "blocked":
      return card.blockedReason ? `Blocked: ${card.blockedReason}` : "Blocked";
    case "review":
      return "Ready for review";
    case "late":
      return card.dueAt === null ? "Late" : `Due ${dueWords(card.dueAt, now).text}`;
    case "yours":
      return "Assigned to you";
  }
}
