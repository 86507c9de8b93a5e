import { DEFAULT_PRIORITY } from "@mc/shared/task/priority";
import { useState } from "react";
import { assignedFrom } from "./roster-model";
import { type Assignees, type Roster, useRoster } from "./use-roster";

type Start = Assignees & { readonly priority: number; readonly labels: readonly string[] };
export type TaskDraft = {
  readonly roster: Roster;
  readonly assignees: Assignees;
  readonly setAssignees: (assignees: Assignees) => void;
  readonly priority: number;
  readonly setPriority: (priority: number) => void;
  readonly labels: string[];
  readonly setLabels: (labels: string[]) => void;
  /** Names of the agents that the task is handed to. */
  readonly wakes: readonly string[];
};

/** What is chosen for a task that is not made yet: who, how urgent, which labels. */
export function useTaskDraft(start: Start | null): TaskDraft {
  const roster = useRoster();
  const [assignees, setAssignees] = useState<Assignees>({
    memberIds: start?.memberIds ?? [],
    agentIds: start?.agentIds ?? [],
  });
  const [priority, setPriority] = useState<number>(start?.priority ?? DEFAULT_PRIORITY);
  const [labels, setLabels] = useState<string[]>([...(start?.labels ?? [])]);
  const wakes = assignedFrom(roster, assignees).agents.map((agent) => agent.name);
  return { roster, assignees, setAssignees, priority, setPriority, labels, setLabels, wakes };
}
