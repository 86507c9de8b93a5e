import { useMemo } from "react";
import { NAME, oneOf, TEXT, WHOLE_NUMBER } from "@/lib/address";
import { useAddress } from "@/lib/use-address";
import { useNow } from "@/lib/use-now";
import type { BoardFilter } from "./board-model";
import { DUE_FILTERS, dueRange } from "./due-filter";

const PARAMS = { text: TEXT, assignee: NAME, label: NAME, priority: WHOLE_NUMBER, due: oneOf(DUE_FILTERS) };

/** The board's filter, kept in the address so that a view can be shared. */
export function useBoardFilter(): { filter: BoardFilter; setFilter: (change: Partial<BoardFilter>) => void } {
  const [query, setQuery] = useAddress(PARAMS);
  const now = useNow("minute");
  const today = now === 0 ? 0 : new Date(now).setHours(0, 0, 0, 0);
  const filter = useMemo(
    () => ({ ...query, dueRange: query.due === null ? null : dueRange(query.due, today) }),
    [query, today],
  );
  const setFilter = ({ dueRange: _meaning, ...change }: Partial<BoardFilter>): void => setQuery(change);
  return { filter, setFilter };
}
