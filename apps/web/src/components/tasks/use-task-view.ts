import { oneOfOr } from "@/lib/address";
import { useAddress } from "@/lib/use-address";

export const TASK_VIEWS = ["board", "list", "archived"] as const;
export type TaskView = (typeof TASK_VIEWS)[number];
export const VIEW_LABEL = { board: "Board", list: "List", archived: "Archived" } as const;
const PARAMS = { view: oneOfOr(TASK_VIEWS, "board") };

/** Which way the tasks are shown; kept in the address. */
export function useTaskView(): [TaskView, (view: TaskView) => void] {
  const [{ view }, setAddress] = useAddress(PARAMS);
  return [view, (next) => setAddress({ view: next })];
}
