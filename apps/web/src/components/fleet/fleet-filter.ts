// Which runtimes of the fleet are shown. Pure.
import type { RuntimeStatus } from "@mc/shared/runtime/report";
import { foldedWords } from "@mc/shared/search/fold";

export type FleetFilter = {
  readonly status: RuntimeStatus | null;
  readonly version: string | null;
  readonly text: string;
};
export const NO_FILTER: FleetFilter = { status: null, version: null, text: "" };

type Filterable = {
  readonly status: RuntimeStatus;
  readonly openclawVersion: string | null;
  readonly name: string;
  readonly accountName: string;
  readonly host: string | null;
  readonly region: string | null;
};

export function matches(line: Filterable, { status, version, text }: FleetFilter): boolean {
  if (status !== null && line.status !== status) return false;
  if (version !== null && line.openclawVersion !== version) return false;
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const place = [line.name, line.accountName, line.host ?? "", line.region ?? ""].join(" ");
  const haystack = `${place} ${foldedWords(place)}`.toLowerCase();
  return words.every((word) => haystack.includes(word));
}
