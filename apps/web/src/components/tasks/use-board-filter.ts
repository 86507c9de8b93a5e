import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import type { BoardFilter } from "./board-model";

const PARSERS = {
  text: parseAsString.withDefault(""),
  assignee: parseAsString,
  label: parseAsString,
  priority: parseAsInteger,
};

/** The board's filter, kept in the address so that a view can be shared. */
export function useBoardFilter(): { filter: BoardFilter; setFilter: (change: Partial<BoardFilter>) => void } {
  const [filter, setQuery] = useQueryStates(PARSERS, { history: "replace", shallow: true, throttleMs: 120 });
  const setFilter = (change: Partial<BoardFilter>): void => void setQuery(change);
  return { filter, setFilter };
}
