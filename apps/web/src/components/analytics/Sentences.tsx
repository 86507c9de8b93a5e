import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { compactCount, money, plural } from "@/lib/format";
import { duration } from "./figures";
import type { Analytics } from "./use-analytics";

/** The range in four sentences; each number leads to what is behind it. */
export function Sentences({ data, accountSlug }: { data: Analytics; accountSlug: string }) {
  const { totals, delivery } = data;
  const old = data.ageing.reduce((sum, { age, tasks }) => sum + (isOld(age) ? tasks : 0), 0);
  const tasks = `/${accountSlug}/tasks`;
  const agents = `/${accountSlug}/agents`;
  const perDay = data.throughput >= 10 ? Math.round(data.throughput) : Math.round(data.throughput * 10) / 10;
  return (
    <ul aria-label="In short" className="grid gap-x-10 gap-y-4 sm:grid-cols-2 xl:grid-cols-4">
      <Sentence figure={String(totals.completed)} href={tasks}>
        {totals.completed === 1 ? "task was" : "tasks were"} completed, {perDay} a day;{" "}
        {plural(totals.created, "task")} came in and {totals.reopened}{" "}
        {totals.reopened === 1 ? "was" : "were"} reopened.
      </Sentence>
      <Sentence
        figure={data.averageCycleMs === null ? "–" : duration(data.averageCycleMs)}
        href="#cycle-time"
      >
        {data.averageCycleMs === null
          ? "No task went from start to done in this time."
          : `from start to done on average, over ${plural(totals.cycles, "task")}.`}
      </Sentence>
      <Sentence figure={String(data.workInProgress)} href={tasks}>
        of {plural(data.openTasks, "open task")} {data.workInProgress === 1 ? "is" : "are"} being worked on,
        in review or blocked ({data.statusMix.blocked}) now
        {old === 0 ? "" : `, and ${old} ${old === 1 ? "is" : "are"} four weeks old or more`}.
      </Sentence>
      <Sentence
        figure={delivery.successRate === null ? "–" : `${Math.round(delivery.successRate * 100)} %`}
        href={agents}
      >
        {delivery.successRate === null
          ? "No agent finished a turn in this time."
          : `of the agents' turns succeeded, ${plural(delivery.retries, "retry", "retries")} on the way, for ${money(totals.costUsd)} and ${compactCount(totals.tokens)} tokens.`}
      </Sentence>
    </ul>
  );
}

function isOld(age: Analytics["ageing"][number]["age"]): boolean {
  return age === "twelve_weeks" || age === "older";
}

function Sentence({ figure, href, children }: { figure: string; href: string; children: ReactNode }) {
  return (
    <li className="text-ink-2 text-sm">
      <Link
        href={href}
        className="mb-0.5 block w-fit rounded-xs font-semibold text-2xl tabular-nums text-ink hover:text-accent"
      >
        {figure}
      </Link>
      {children}
    </li>
  );
}
