// What a change makes of the task that is shown, before the server has answered; taken back when it refuses.
import { api } from "@mc/backend/api";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionArgs } from "convex/server";
import { assignedFrom } from "./roster-model";
import type { Assignees } from "./use-roster";

type Shown = FunctionArgs<typeof api.tasks.get>;

/** Title and description have fields of their own that show what is written. */
export function showEdit(
  store: OptimisticLocalStore,
  shown: Shown,
  { priority, labels, dueAt, prUrl }: FunctionArgs<typeof api.tasks.update>,
): void {
  const task = store.getQuery(api.tasks.get, shown);
  if (!task) return;
  store.setQuery(api.tasks.get, shown, {
    ...task,
    ...(priority === undefined ? {} : { priority }),
    ...(labels === undefined ? {} : { labels }),
    ...(dueAt === undefined ? {} : { dueAt }),
    ...(prUrl === undefined ? {} : { prUrl }),
  });
}

export function showAssignees(store: OptimisticLocalStore, shown: Shown, chosen: Assignees): void {
  const { accountId } = shown;
  const task = store.getQuery(api.tasks.get, shown);
  const people = store.getQuery(api.memberships.list, { accountId });
  const agents = store.getQuery(api.agents.list, { accountId });
  if (!task || !people || !agents) return;
  store.setQuery(api.tasks.get, shown, {
    ...task,
    ...assignedFrom({ people, agents, isLoading: false }, chosen),
  });
}
