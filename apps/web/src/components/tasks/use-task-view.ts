import { parseAsStringLiteral, useQueryState } from "nuqs";

export const TASK_VIEWS = ["board", "list", "archived"] as const;
export type TaskView = (typeof TASK_VIEWS)[number];
export const VIEW_LABEL = { board: "Board", list: "List", archived: "Archived" } as const;

/** Which way the tasks are shown; kept in the address. */
export function useTaskView(): [TaskView, (view: TaskView) => void] {
  const [view, setView] = useQueryState("view", parseAsStringLiteral(TASK_VIEWS).withDefault("board"));
  return [view, (next) => void setView(next === "board" ? null : next)];
}
