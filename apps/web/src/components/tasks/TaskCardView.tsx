import { taskKey } from "@mc/shared/task/limits";
import { FileText, Hourglass, MessageSquare } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/format";
import { AssigneeStack } from "./AssigneeStack";
import { DueLabel } from "./DueLabel";
import { PriorityGlyph } from "./PriorityGlyph";
import { ProgressRing } from "./ProgressRing";
import { RunningStrip } from "./RunningStrip";
import type { TaskCard } from "./types";

const MAX_LABELS = 3;

/** What a task looks like on the board. `title` is the link that opens it, `menu` its actions. */
export function TaskCardView(props: {
  card: TaskCard;
  title: ReactNode;
  menu?: ReactNode;
  isLifted?: boolean;
  isSending?: boolean;
  /** Its thread holds something that this person has not seen. */
  isUnread?: boolean;
  /**
   * Neither laid out nor painted until it comes near the screen, yet found by searching in the page, reached by keyboard and
   * read aloud. Not for what shows at once: a guessed height would let the column jump as it appears.
   */
  isSkipped?: boolean;
}) {
  const {
    card,
    title,
    menu,
    isLifted = false,
    isSending = false,
    isUnread = false,
    isSkipped = false,
  } = props;
  const isBlocked = card.status === "blocked";
  const hasStrip = card.running.length + card.givenUp.length > 0;
  return (
    <div
      className={cn(
        "group/card relative rounded-sm border border-line bg-panel transition-colors hover:border-line-strong/50",
        // the focus is there at once: fading in would draw frame upon frame just when a moved card arrives with it
        "has-[a:focus-visible]:border-accent has-[a:focus-visible]:transition-none",
        // no glyph draws past its edges, and looking after each of them would cost every frame
        "[&_svg]:overflow-visible",
        isSkipped && "[contain-intrinsic-size:auto_5.25rem] [content-visibility:auto]",
        // clipping costs every frame that shows the card: only a strip reaches into the corners
        hasStrip && "overflow-hidden",
        isBlocked && "border-l-2 border-l-status-blocked",
        isLifted && "rotate-1 border-accent bg-raised shadow-float",
        isSending && "opacity-75",
      )}
    >
      <div className="flex flex-col gap-1.5 px-2.5 py-2 compact:gap-1 compact:py-1.5">
        <div className="flex h-5 items-center gap-1.5">
          <PriorityGlyph priority={card.priority} isLabelled className="size-3.5" />
          <span className="figures text-ink-3 text-xs">{taskKey(card.number)}</span>
          {isUnread ? (
            <span
              role="img"
              aria-label="New messages"
              title="New messages"
              className="size-2 shrink-0 rounded-full bg-accent"
            />
          ) : null}
          <span className="ml-auto">{menu}</span>
        </div>
        <div className="line-clamp-2 font-medium text-sm leading-snug [overflow-wrap:anywhere] compact:line-clamp-1">
          {title}
        </div>
        {isBlocked && card.blockedReason ? (
          <p className="truncate text-status-blocked text-xs">{card.blockedReason}</p>
        ) : null}
        {card.labels.length > 0 ? <Labels labels={card.labels} /> : null}
        <Foot card={card} />
      </div>
      {hasStrip ? <RunningStrip card={card} /> : null}
    </div>
  );
}

function Labels({ labels }: { labels: readonly string[] }) {
  const hidden = labels.length - MAX_LABELS;
  return (
    <div className="flex flex-wrap gap-1 compact:hidden">
      {labels.slice(0, MAX_LABELS).map((label) => (
        <Badge key={label}>{label}</Badge>
      ))}
      {hidden > 0 ? <Badge title={labels.slice(MAX_LABELS).join(", ")}>+{hidden}</Badge> : null}
    </div>
  );
}

function Foot({ card }: { card: TaskCard }) {
  const hasFoot =
    card.members.length +
      card.agents.length +
      card.messageCount +
      card.documentCount +
      card.openBlockerCount >
      0 ||
    card.subtasks !== null ||
    card.dueAt !== null;
  if (!hasFoot) return null;
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-3 text-xs">
      <AssigneeStack members={card.members} agents={card.agents} />
      {card.dueAt === null ? null : <DueLabel dueAt={card.dueAt} isDone={card.status === "done"} />}
      <span className="ml-auto flex shrink-0 items-center gap-2.5">
        {card.openBlockerCount > 0 && card.status !== "done" ? (
          <Count
            icon={<Hourglass aria-hidden className="size-3.5" />}
            count={card.openBlockerCount}
            words={`${plural(card.openBlockerCount, "open task")} to wait for`}
          />
        ) : null}
        {card.subtasks ? (
          <Count
            icon={<ProgressRing {...card.subtasks} className="size-3.5" />}
            count={`${card.subtasks.done}/${card.subtasks.total}`}
            words={`${card.subtasks.done}/${card.subtasks.total} sub-tasks done`}
          />
        ) : null}
        {card.documentCount > 0 ? (
          <Count
            icon={<FileText aria-hidden className="size-3.5" />}
            count={card.documentCount}
            words={plural(card.documentCount, "document")}
          />
        ) : null}
        {card.messageCount > 0 ? (
          <Count
            icon={<MessageSquare aria-hidden className="size-3.5" />}
            count={card.messageCount}
            words={plural(card.messageCount, "message")}
          />
        ) : null}
      </span>
    </div>
  );
}

/** Its words are an attribute: hidden text would be a layer on every card. */
function Count({ icon, count, words }: { icon: ReactNode; count: number | string; words: string }) {
  return (
    <span role="img" aria-label={words} title={words} className="inline-flex items-center gap-1">
      {icon}
      <span className="figures">{count}</span>
    </span>
  );
}
