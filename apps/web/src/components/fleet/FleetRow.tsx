import { ALERT_LABEL } from "@mc/shared/runtime/alerts";
import { COMMAND_LABEL } from "@mc/shared/runtime/command";
import { PROVIDER_LABEL } from "@/components/admin/runtime-words";
import { ScoreBar } from "@/components/admin/ScoreBar";
import { StatusWord } from "@/components/admin/StatusWord";
import type { FleetLine } from "./use-fleet";

/** One runtime of the fleet in one line. */
export function FleetRow({ line, onOpen }: { line: FleetLine; onOpen: () => void }) {
  const place = [PROVIDER_LABEL[line.provider], line.host, line.region].filter(Boolean).join(" · ");
  const [command] = line.commands;
  const doing = line.upgrade
    ? `Upgrading to ${line.upgrade.to}, ${Math.round(line.upgrade.percent)} %`
    : command
      ? COMMAND_LABEL[command.kind]
      : line.alerts.map(({ kind }) => ALERT_LABEL[kind]).join(", ");
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
        className={
          line.alerts.length > 0 && !command && !line.upgrade
            ? "w-44 truncate text-danger text-xs max-lg:hidden"
            : "w-44 truncate text-ink-3 text-xs max-lg:hidden"
        }
      >
        {doing}
      </span>
      <span className="w-28">
        <StatusWord status={line.status} />
      </span>
      <span className={line.isBelowMinimum ? "figures w-24 text-danger" : "figures w-24 text-ink-2"}>
        {line.openclawVersion ?? "–"}
      </span>
      <span className="w-28">
        <ScoreBar score={line.score} parts={line.parts} />
      </span>
    </li>
  );
}
