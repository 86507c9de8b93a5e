import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useNow } from "@/lib/use-now";
import type { BoardFilter } from "./board-model";
import { DUE_FILTERS, dueRange } from "./due-filter";

const PARSERS = {
  text: parseAsString.withDefault(""),
  assignee: parseAsString,
  label: parseAsString,
  priority: parseAsInteger,
  due: parseAsStringLiteral(DUE_FILTERS),
};

/** The board's filter, kept in the address so that a view can be shared. */
export function useBoardFilter(): { filter: BoardFilter; setFilter: (change: Partial<BoardFilter>) => void } {
  const [query, setQuery] = useQueryStates(PARSERS, { history: "replace", shallow: true, throttleMs: 120 });
  const now = useNow("minute");
  const today = now === 0 ? 0 : new Date(now).setHours(0, 0, 0, 0);
  const filter = useMemo(
    () => ({ ...query, dueRange: query.due === null ? null : dueRange(query.due, today) }),
    [query, today],
  );
  const setFilter = ({ dueRange: _meaning, ...change }: Partial<BoardFilter>): void => void setQuery(change);
  return { filter, setFilter };
}
