import { COMMAND_LABEL, COMMAND_STATUS_LABEL } from "@mc/shared/runtime/command";
import { RelativeTime } from "@/components/people/RelativeTime";
import { cn } from "@/lib/cn";
import type { RuntimeCommand } from "./use-runtimes";

const TONE = {
  requested: "text-ink-3",
  acknowledged: "text-ink-3",
  running: "text-health-upgrading",
  succeeded: "text-health-online",
  failed: "text-health-offline",
  rolled_back: "text-health-degraded",
  expired: "text-health-offline",
} as const;

/** What was asked of a runtime, newest first, and how it ended. */
export function CommandHistory({ history }: { history: readonly RuntimeCommand[] }) {
  if (history.length === 0) return <p className="text-ink-3 text-sm">Nothing was asked of it yet.</p>;
  return (
    <ol className="flex flex-col divide-y divide-line border-line border-y">
      {history.map((command) => (
        <li key={command.commandId} className="flex min-h-11 flex-col justify-center py-1.5 text-sm">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <span>
              {COMMAND_LABEL[command.kind]}
              {command.version && command.kind !== "collect_logs" ? (
                <span className="figures text-ink-2"> → {command.version}</span>
              ) : null}
            </span>
            <span className={cn("text-xs", TONE[command.status])}>
              {COMMAND_STATUS_LABEL[command.status]}
            </span>
            <span className="ml-auto text-ink-3 text-xs">
              {command.requestedBy} · <RelativeTime at={command.requestedAt} />
            </span>
          </p>
          {command.reason ? <p className="text-ink-3 text-xs">{command.reason}</p> : null}
        </li>
      ))}
    </ol>
  );
}
