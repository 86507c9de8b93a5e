import { BOARD_STATUSES } from "@mc/shared/task/status";
import { useState } from "react";
import { useIsHydrated } from "@/lib/use-is-hydrated";
import type { BoardStatus } from "./types";

const KEY = "mc-collapsed-columns";

/** Columns that this browser keeps narrow. */
export function useCollapsedColumns(): {
  collapsed: ReadonlySet<BoardStatus>;
  toggle: (status: BoardStatus) => void;
} {
  const isHydrated = useIsHydrated();
  const [chosen, setCollapsed] = useState(read);
  const collapsed = isHydrated ? chosen : NONE;
  const toggle = (status: BoardStatus): void => {
    const next = new Set(collapsed);
    if (!next.delete(status)) next.add(status);
    localStorage.setItem(KEY, [...next].join(" "));
    setCollapsed(next);
  };
  return { collapsed, toggle };
}

const NONE: ReadonlySet<BoardStatus> = new Set();

function read(): ReadonlySet<BoardStatus> {
  const kept = typeof window === "undefined" ? [] : (localStorage.getItem(KEY) ?? "").split(" ");
  return new Set(BOARD_STATUSES.filter((status) => kept.includes(status)));
}
