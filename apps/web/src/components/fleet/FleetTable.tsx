"use client";
import { RUNTIME_STATUSES, type RuntimeStatus } from "@mc/shared/runtime/report";
import { useId, useState } from "react";
import { RUNTIME_LOOK } from "@/components/frame/runtime-look";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { fetched } from "@/lib/fetched";
import { plural } from "@/lib/format";
import { FleetHeads, FleetRow } from "./FleetRow";
import { type FleetFilter, matches, NO_FILTER } from "./fleet-filter";
import type { FleetLine, useFleetCommands } from "./use-fleet";

const FleetRuntimeSheet = fetched(() =>
  import("./FleetRuntimeSheet").then((module) => module.FleetRuntimeSheet),
);

/** One line per runtime, narrowed by state, version and words. */
export function FleetTable(props: {
  lines: readonly FleetLine[];
  commands: ReturnType<typeof useFleetCommands>;
}) {
  const { lines, commands } = props;
  const [filter, setFilter] = useState<FleetFilter>(NO_FILTER);
  const [openId, setOpenId] = useState<FleetLine["runtimeId"] | null>(null);
  const id = useId();
  const shown = lines.filter((line) => matches(line, filter));
  const versions = [...new Set(lines.flatMap(({ openclawVersion }) => openclawVersion ?? []))].toSorted();
  const states = RUNTIME_STATUSES.filter((status) => lines.some((line) => line.status === status));
  if (lines.length === 0)
    return (
      <EmptyState title="No runtime yet">
        Runtimes appear here when accounts have agents, or when somebody connects one.
      </EmptyState>
    );
  return (
    <section aria-label="Runtimes" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="sr-only">
          Search runtimes
        </label>
        <Input
          id={id}
          type="search"
          placeholder="Name, account, host"
          value={filter.text}
          onChange={(event) => setFilter({ ...filter, text: event.target.value })}
          className="w-56 max-sm:w-full"
        />
        <Select
          value={filter.status ?? "all"}
          onValueChange={(status) =>
            setFilter({ ...filter, status: status === "all" ? null : (status as RuntimeStatus) })
          }
        >
          <SelectTrigger aria-label="State" className="w-36 max-sm:flex-1" />
          <SelectContent>
            <SelectItem value="all">Every state</SelectItem>
            {states.map((status) => (
              <SelectItem key={status} value={status}>
                {RUNTIME_LOOK[status].label}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <Select
          value={filter.version ?? "all"}
          onValueChange={(version) => setFilter({ ...filter, version: version === "all" ? null : version })}
        >
          <SelectTrigger aria-label="Version" className="w-36 max-sm:flex-1" />
          <SelectContent>
            <SelectItem value="all">Every version</SelectItem>
            {versions.map((version) => (
              <SelectItem key={version} value={version}>
                {version}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
        <p role="status" className="text-ink-3 text-sm">
          {plural(shown.length, "runtime")}
        </p>
      </div>
      {shown.length === 0 ? (
        <p className="text-ink-3 text-sm">No runtime fits. Widen the filter.</p>
      ) : (
        <div>
          <FleetHeads />
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {shown.map((line) => (
              <FleetRow key={line.runtimeId} line={line} onOpen={() => setOpenId(line.runtimeId)} />
            ))}
          </ul>
        </div>
      )}
      {openId ? (
        <FleetRuntimeSheet runtimeId={openId} ask={commands.askOf(openId)} onClose={() => setOpenId(null)} />
      ) : null}
    </section>
  );
}
