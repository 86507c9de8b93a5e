import { ALERT_LABEL } from "@mc/shared/runtime/alerts";
import { COMMAND_LABEL } from "@mc/shared/runtime/command";
import { PROVIDER_LABEL } from "@/components/admin/runtime-words";
import { ScoreBar } from "@/components/admin/ScoreBar";
import { StatusWord } from "@/components/admin/StatusWord";
import { cn } from "@/lib/cn";
import type { FleetLine } from "./use-fleet";

/** Widths of what each line tells, so that the headings stand over it. */
const COLUMN = {
  doing: "w-44 max-lg:hidden xl:w-72",
  status: "w-28",
  version: "w-24",
  score: "w-28",
} as const;

/** What stands under one another; not read aloud, where every line says it itself. */
export function FleetHeads() {
  return (
    <p aria-hidden className="flex gap-x-4 pb-1 font-medium text-ink-3 text-xs max-md:hidden">
      <span className="flex-1 basis-60">Runtime</span>
      <span className={COLUMN.doing}>Now</span>
      <span className={COLUMN.status}>State</span>
      <span className={COLUMN.version}>OpenClaw</span>
      <span className={COLUMN.score}>Health</span>
    </p>
  );
}

/** One runtime of the fleet in one line. */
export function FleetRow({ line, onOpen }: { line: FleetLine; onOpen: () => void }) {
  const place = [PROVIDER_LABEL[line.provider], line.host, line.region].filter(Boolean).join(" · ");
  const [command] = line.commands;
  const doing = line.upgrade
    ? `Upgrading to ${line.upgrade.to}, ${Math.round(line.upgrade.percent)} %`
    : command
      ? COMMAND_LABEL[command.kind]
      : line.alerts.map(({ kind }) => ALERT_LABEL[kind]).join(" · ");
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-0.5 py-1.5 text-sm">
      <div className="min-w-0 flex-1 basis-60">
        <button
          type="button"
          onClick={onOpen}
          className="block max-w-full truncate text-left font-medium hover:underline"
        >
          {line.accountName} <span className="font-normal text-ink-2">· {line.name}</span>
        </button>
        <p className="truncate text-ink-3 text-xs">{place}</p>
      </div>
      <span
        title={doing}
        className={cn(
          COLUMN.doing,
          "truncate text-xs",
          line.alerts.length > 0 && !command && !line.upgrade ? "text-danger" : "text-ink-3",
        )}
      >
        {doing}
      </span>
      <span className={COLUMN.status}>
        <StatusWord status={line.status} />
      </span>
      <span className={cn("figures", COLUMN.version, line.isBelowMinimum ? "text-danger" : "text-ink-2")}>
        {line.openclawVersion ?? "–"}
      </span>
      <span className={cn("flex items-center gap-2 max-md:[&_[role=img]]:w-7", COLUMN.score)}>
        {line.score === null ? null : (
          <span aria-hidden className="text-ink-3 text-xs md:hidden">
            Health
          </span>
        )}
        <ScoreBar score={line.score} parts={line.parts} />
      </span>
    </li>
  );
}
