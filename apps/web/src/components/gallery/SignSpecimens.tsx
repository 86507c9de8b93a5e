import { PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { STATUS_LABEL, TASK_STATUSES } from "@mc/shared/task/status";
import { Bot, Inbox } from "lucide-react";
import { PriorityGlyph } from "@/components/tasks/PriorityGlyph";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { Mark } from "@/components/ui/mark";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { Specimen, State } from "./Specimen";

const SIZES = ["xs", "sm", "md", "lg", "xl"] as const;
const UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
const TYPE = [
  ["text-xs", "12"],
  ["text-sm", "13"],
  ["text-base", "14"],
  ["text-lg", "16"],
  ["text-xl", "20"],
  ["text-2xl", "28"],
] as const;

/** What only says something: words, signs, and the places of what is not there. */
export function SignSpecimens() {
  return (
    <>
      <section data-gallery="type" aria-label="Type" className="border-line border-t py-5">
        {TYPE.map(([style, size]) => (
          <p key={style} className={style}>
            <span className="figures mr-3 text-ink-3">{size}</span>
            The work is the loudest thing
          </p>
        ))}
      </section>
      <section
        data-gallery="signs"
        aria-label="Signs"
        className="flex flex-wrap gap-x-8 gap-y-3 border-line border-t py-5"
      >
        <ul className="flex flex-col gap-1 text-sm">
          {TASK_STATUSES.map((status) => (
            <li key={status} className="flex items-center gap-2">
              <StatusGlyph status={status} /> {STATUS_LABEL[status]}
            </li>
          ))}
        </ul>
        <ul className="flex flex-col gap-1 text-sm">
          {PRIORITIES.map((priority) => (
            <li key={priority} className="flex items-center gap-2">
              <PriorityGlyph priority={priority} /> {PRIORITY_LABEL[priority]}
            </li>
          ))}
        </ul>
      </section>
      <Specimen name="avatar">
        <State word="people">
          {SIZES.map((size) => (
            <Avatar key={size} name="Ada Lovelace" shape="round" size={size} />
          ))}
        </State>
        <State word="agents">
          {SIZES.map((size) => (
            <Avatar key={size} name="Theo" shape="squared" size={size} glyph={<Bot aria-hidden />} />
          ))}
        </State>
      </Specimen>
      <Specimen name="badge">
        <State word="short, long">
          <Badge>launch</Badge>
          <Badge>{UNBROKEN}</Badge>
        </State>
      </Specimen>
      <Specimen name="kbd">
        <State word="keys">
          <Kbd>⌘</Kbd>
          <Kbd>K</Kbd>
          <Kbd>Esc</Kbd>
        </State>
      </Specimen>
      <Specimen name="mark">
        <Mark />
      </Specimen>
      <Specimen name="progress">
        {[0, 40, 100].map((percent) => (
          <State key={percent} word={`${percent} %`}>
            <div className="w-60">
              <Progress label={`${percent} percent`} percent={percent} />
            </div>
          </State>
        ))}
      </Specimen>
      <Specimen name="skeleton">
        <Skeleton className="h-4 w-60" />
        <Skeleton className="h-16 w-full" />
      </Specimen>
      <Specimen name="empty-state">
        <EmptyState
          title="Nothing waits for you"
          icon={<Inbox aria-hidden />}
          action={<Button>Show what is read</Button>}
        >
          When somebody mentions you or assigns you a task, it is here.
        </EmptyState>
      </Specimen>
    </>
  );
}
