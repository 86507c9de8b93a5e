"use client";
import type { AccountContextValue } from "@/components/account/use-account";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { money, plural } from "@/lib/format";
import { useStats } from "./use-frame";

/** What is going on, in four figures; each leads to the list behind it. */
export function LiveStats({ account }: { account: AccountContextValue }) {
  const stats = useStats(account);
  if (stats.status === "error") return null;
  if (stats.status === "loading") return <Skeleton className="hidden h-3 w-72 max-w-full md:block" />;
  const { openTasks, agentsOnline, runsWaiting, runsActive, costTodayUsd, unpricedTurnsToday } = stats.data;
  const base = `/${account.slug}`;
  const figures = [
    { href: `${base}/tasks`, value: String(openTasks), words: "open", title: plural(openTasks, "open task") },
    {
      href: `${base}/agents`,
      value: String(agentsOnline),
      words: agentsOnline === 1 ? "agent on" : "agents on",
      title: `${plural(agentsOnline, "agent")} online`,
    },
    {
      href: `${base}/agents`,
      value: String(runsActive),
      words: "running",
      title: `${plural(runsActive, "turn")} running now`,
    },
    {
      href: `${base}/agents`,
      value: String(runsWaiting),
      words: "waiting",
      title: `${plural(runsWaiting, "turn")} waiting to be delivered`,
    },
    {
      href: `${base}/settings/agents`,
      value: money(costTodayUsd),
      words: "today",
      title: `Spent today: ${money(costTodayUsd)}${unpricedTurnsToday > 0 ? `, and ${plural(unpricedTurnsToday, "turn")} without a known price` : ""}. Shows the usage.`,
    },
  ];
  return (
    <ul
      aria-label="Live figures"
      className="hidden h-6 flex-wrap items-center gap-x-4 overflow-hidden text-sm md:flex"
    >
      {figures.map((figure) => (
        <li key={figure.words} className="h-6">
          <Link
            href={figure.href}
            title={figure.title}
            className="flex h-6 items-center gap-1 whitespace-nowrap rounded-xs text-ink-2 hover:text-ink"
          >
            <span className="figures font-medium text-ink">{figure.value}</span> {figure.words}
          </Link>
        </li>
      ))}
    </ul>
  );
}
