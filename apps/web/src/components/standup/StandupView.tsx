import { STANDUP_SECTIONS, type StandupSection } from "@mc/shared/standup/compose";
import type { TaskStatus } from "@mc/shared/task/status";
import { Activity, Gavel } from "lucide-react";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { Link } from "@/components/ui/link";
import { exactTime } from "@/lib/format";
import { dayName } from "./day-name";
import type { Standup, StandupLine } from "./use-standup";

const SECTION: Readonly<Record<StandupSection, { title: string; status: TaskStatus | null; none: string }>> =
  {
    done: { title: "Done", status: "done", none: "Nothing got done." },
    inProgress: { title: "In progress", status: "in_progress", none: "Nobody is working on anything." },
    blocked: { title: "Blocked", status: "blocked", none: "Nothing is blocked." },
    review: { title: "Needs review", status: "review", none: "Nothing waits for a review." },
    decisions: { title: "Decisions", status: null, none: "Nothing was decided." },
  };

/** One stand-up: five short lists, each line with its task and the event behind it. */
export function StandupView({ standup, accountSlug }: { standup: Standup; accountSlug: string }) {
  return (
    <article aria-label={`Stand-up of ${dayName(standup.day)}`} className="flex flex-col gap-6">
      <header>
        <h2 className="font-semibold text-xl">{dayName(standup.day)}</h2>
        <p className="mt-0.5 text-ink-3 text-sm">
          From {minuteOf(standup.from)} to {minuteOf(standup.to)}, written by {standup.author}
          {standup.isCut ? "; more happened than fits, the feed has all of it" : ""}.
        </p>
      </header>
      {STANDUP_SECTIONS.map((name) => {
        const { title, status, none } = SECTION[name];
        const lines = standup.sections[name];
        const more = standup.counts[name] - lines.length;
        return (
          <section key={name} aria-label={title}>
            <h3 className="flex h-8 items-center gap-2 border-line border-b font-semibold text-sm">
              {status ? (
                <StatusGlyph status={status} />
              ) : (
                <Gavel aria-hidden className="size-4 text-ink-3" strokeWidth={1.9} />
              )}
              {title}
              <span className="figures font-normal text-ink-3 text-xs">{standup.counts[name]}</span>
            </h3>
            {lines.length === 0 ? <p className="py-2 text-ink-3 text-sm">{none}</p> : null}
            <ul className="-mx-2 flex flex-col">
              {lines.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a task may have several decisions, in a fixed order
                <Line key={`${line.taskId}-${index}`} line={line} accountSlug={accountSlug} />
              ))}
            </ul>
            {more > 0 ? <p className="py-1 text-ink-3 text-sm">and {more} more</p> : null}
          </section>
        );
      })}
    </article>
  );
}

/** To the minute: nobody holds a stand-up by the second. */
function minuteOf(at: number): string {
  return exactTime(at).replace(/:\d\d$/, "");
}

function Line({ line, accountSlug }: { line: StandupLine; accountSlug: string }) {
  const text = (
    <>
      <span className="block truncate text-sm">{line.text}</span>
      {line.detail ? (
        <span className="block text-ink-2 text-sm [overflow-wrap:anywhere]">{line.detail}</span>
      ) : null}
    </>
  );
  return (
    <li className="flex items-center gap-1 rounded-sm transition-colors hover:bg-hover">
      {line.taskNumber === null ? (
        <span className="min-w-0 flex-1 px-2 py-1.5">{text}</span>
      ) : (
        <Link
          href={`/${accountSlug}/tasks/${line.taskNumber}`}
          className="min-w-0 flex-1 rounded-sm px-2 py-1.5"
        >
          {text}
        </Link>
      )}
      {line.activityId ? (
        <Link
          href={`/${accountSlug}/feed?event=${line.activityId}`}
          aria-label={`Event behind ${line.text}`}
          title="The event in the feed"
          className="inline-flex size-8 pointer-coarse:size-10 shrink-0 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
        >
          <Activity aria-hidden className="size-4" />
        </Link>
      ) : null}
    </li>
  );
}
