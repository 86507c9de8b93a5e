"use client";
import { describeOperation } from "@mc/shared/installation/operations";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { ago, exactTime } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import { useOperatorLog } from "./use-installation";

export function OperatorLog() {
  const log = useOperatorLog();
  const now = useNow("minute");
  if (log.status === "loading") return <ListSkeleton label="Loading the operators' log" />;
  if (log.status === "error") return <ErrorState error={log.error} />;
  if (log.items.length === 0) return <p className="text-ink-3 text-sm">Nothing yet.</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {log.items.map(({ entryId, operation, actorName, at }) => (
          <li key={entryId} className="flex items-baseline gap-3 py-2 text-sm">
            <p className="min-w-0 flex-1">
              <span className="font-medium">{actorName}</span> {describeOperation(operation)}
            </p>
            <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className="shrink-0 text-ink-3">
              {ago(at, now)}
            </time>
          </li>
        ))}
      </ul>
      <LoadMore list={log} label="Show older entries" />
    </>
  );
}
