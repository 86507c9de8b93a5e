import { taskKey } from "@mc/shared/task/limits";
import { RelativeTime } from "@/components/people/RelativeTime";
import { AssigneeStack } from "@/components/tasks/AssigneeStack";
import { PriorityGlyph } from "@/components/tasks/PriorityGlyph";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { Link } from "@/components/ui/link";
import type { Attention } from "./attention";

const WHY = { blocked: "Blocked", review: "Ready for review", yours: "Assigned to you" } as const;

export function AttentionList({ items, accountSlug }: { items: readonly Attention[]; accountSlug: string }) {
  if (items.length === 0)
    return (
      <p className="py-2 text-ink-3 text-sm">
        Nothing waits for you. Blocked tasks, reviews and your own tasks appear here.
      </p>
    );
  return (
    <ul className="flex flex-col">
      {items.map(({ card, why }) => (
        <li key={card.taskId}>
          <Link
            href={`/${accountSlug}/tasks/${card.number}`}
            className="-mx-2 flex items-start gap-2.5 rounded-sm px-2 py-2 transition-colors hover:bg-hover compact:py-1"
          >
            <StatusGlyph status={card.status} className="mt-0.5" />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline gap-2">
                <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(card.number)}</span>
                <span className="truncate font-medium text-sm">{card.title}</span>
              </span>
              <span className="block truncate text-ink-2 text-sm">
                {WHY[why]}
                {why === "blocked" && card.blockedReason ? `: ${card.blockedReason}` : ""}
              </span>
            </span>
            <span className="flex shrink-0 items-center gap-2 pt-0.5">
              <span className="max-sm:hidden">
                <AssigneeStack members={card.members} agents={card.agents} />
              </span>
              <PriorityGlyph priority={card.priority} isLabelled className="size-3.5" />
              <RelativeTime at={card.updatedAt} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
