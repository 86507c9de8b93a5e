"use client";
import { taskKey } from "@mc/shared/task/limits";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { taskHref } from "@/lib/task-href";
import { AssigneeStack } from "../AssigneeStack";
import { PriorityGlyph } from "../PriorityGlyph";
import { assignedFrom } from "../roster-model";
import { useRoster } from "../use-roster";
import { plannedWords, scheduleWords } from "./schedule";
import { type Recurrence, useRecurrenceCommands } from "./use-recurrences";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** One recurring task: its schedule in words, the planned times, and what can be done with it. */
export function RecurrenceRow(props: {
  recurrence: Recurrence;
  accountSlug: string;
  isReadOnly: boolean;
  onEdit: () => void;
}) {
  const { recurrence, accountSlug, isReadOnly, onEdit } = props;
  const { title, cron, timeZone, isPaused, preview, lastTaskNumber } = recurrence;
  const commands = useRecurrenceCommands();
  const assigned = assignedFrom(useRoster(), recurrence);
  const [isRemoving, setRemoving] = useState(false);
  return (
    <li
      className={cn(
        "flex flex-col gap-2 rounded-md border border-line bg-panel p-3.5 sm:flex-row sm:gap-6",
        isPaused && "bg-transparent",
      )}
    >
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <PriorityGlyph priority={recurrence.priority} isLabelled className="mt-0.75 size-3.5" />
          <h2 className={cn("min-w-0 font-medium [overflow-wrap:anywhere]", isPaused && "text-ink-2")}>
            {title}
          </h2>
          {isPaused ? <Badge>Paused</Badge> : null}
        </div>
        <p className="mt-0.5 text-ink-2 text-sm">
          {scheduleWords(cron)} <span className="text-ink-3">{timeZone}</span>
        </p>
        <div className="mt-2 flex flex-wrap items-center gap-2 text-ink-3 text-xs">
          <AssigneeStack members={assigned.members} agents={assigned.agents} />
          {recurrence.labels.map((label) => (
            <Badge key={label}>{label}</Badge>
          ))}
          {recurrence.dueInDays === null ? null : <span>due {dueWords(recurrence.dueInDays)}</span>}
          {lastTaskNumber === null ? (
            <span>none created yet</span>
          ) : (
            <span>
              last{" "}
              <Link
                href={taskHref(accountSlug, lastTaskNumber)}
                className="figures text-ink-2 underline-offset-2 hover:underline"
              >
                {taskKey(lastTaskNumber)}
              </Link>
            </span>
          )}
        </div>
        {isReadOnly ? null : (
          <div className="mt-3 -ml-2 flex flex-wrap gap-1">
            <Button variant="quiet" size="sm" onClick={onEdit} aria-label={`Edit ${title}`}>
              <Pencil aria-hidden /> Edit
            </Button>
            <Button
              variant="quiet"
              size="sm"
              onClick={() => void commands.setPaused(recurrence, !isPaused)}
              aria-label={`${isPaused ? "Resume" : "Pause"} ${title}`}
            >
              {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />} {isPaused ? "Resume" : "Pause"}
            </Button>
            <Button
              variant="quiet"
              size="sm"
              onClick={() => setRemoving(true)}
              aria-label={`Remove ${title}`}
            >
              <Trash2 aria-hidden /> Remove
            </Button>
          </div>
        )}
      </div>
      <div className="shrink-0 sm:w-56">
        <p className="text-ink-3 text-xs">Next</p>
        {isPaused || preview.length === 0 ? (
          <p className="text-ink-3 text-sm">
            {isPaused ? "None while it is paused." : "It never comes again."}
          </p>
        ) : (
          <ol aria-label={`Planned times of ${title}`} className="figures text-sm">
            {preview.map((at, index) => (
              <li
                key={at}
                className={cn(index === 0 ? "text-ink" : "text-ink-3", index > 1 && "max-sm:hidden")}
              >
                {plannedWords(at, timeZone)}
              </li>
            ))}
          </ol>
        )}
      </div>
      {isRemoving ? (
        <ConfirmDialog
          isOpen
          title={`Remove “${title}”?`}
          description="No more tasks are created by it. Those that it has created stay."
          confirmLabel="Remove"
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            await commands.remove(recurrence);
          }}
        />
      ) : null}
    </li>
  );
}

function dueWords(days: number): string {
  if (days === 0) return "the same day";
  return days === 1 ? "a day later" : `${days} days later`;
}
