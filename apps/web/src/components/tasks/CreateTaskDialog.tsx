"use client";
import { TASK_LIMITS, taskKey } from "@mc/shared/task/limits";
import { DEFAULT_PRIORITY } from "@mc/shared/task/priority";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { formText } from "@/lib/form-text";
import { fromDateInput } from "@/lib/format";
import { toast } from "@/lib/toast";
import { AssigneePicker } from "./AssigneePicker";
import { LabelsInput } from "./LabelsInput";
import { PriorityPicker } from "./PriorityPicker";
import { fieldPropertyStyle } from "./property-style";
import { assignedFrom } from "./roster-model";
import { useCreateTask } from "./use-create-task";
import { type Assignees, useRoster } from "./use-roster";

/** A new task. Assigning an agent hands the work over at once, and the button says so. */
export function CreateTaskDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  onOpenTask: (number: number) => void;
}) {
  const { isOpen, onClose, onOpenTask } = props;
  return (
    <Dialog open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <DialogContent title="New task" className="max-w-xl">
        <CreateTaskForm onClose={onClose} onOpenTask={onOpenTask} />
      </DialogContent>
    </Dialog>
  );
}

function CreateTaskForm({
  onClose,
  onOpenTask,
}: {
  onClose: () => void;
  onOpenTask: (number: number) => void;
}) {
  const ids = { title: useId(), description: useId(), priority: useId(), labels: useId(), due: useId() };
  const roster = useRoster();
  const { create, isBusy } = useCreateTask();
  const [assignees, setAssignees] = useState<Assignees>({ memberIds: [], agentIds: [] });
  const [priority, setPriority] = useState<number>(DEFAULT_PRIORITY);
  const [labels, setLabels] = useState<string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const assigned = assignedFrom(roster, assignees);

  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const result = await create({
      title: formText(form, "title").trim(),
      description: formText(form, "description"),
      dueAt: fromDateInput(formText(form, "due")),
      priority,
      labels,
      ...assignees,
    });
    if (!result.ok) return setError(result.error.message);
    const { number } = result.value;
    onClose();
    toast(`${taskKey(number)} created`, { action: { label: "Open", onClick: () => onOpenTask(number) } });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
  };

  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)} onKeyDown={onKeyDown}>
      <DialogBody>
        <Field id={ids.title} label="Title" error={error}>
          <Input
            id={ids.title}
            name="title"
            required
            maxLength={TASK_LIMITS.title}
            autoFocus
            autoComplete="off"
            placeholder="What should be done?"
          />
        </Field>
        <Field id={ids.description} label="Description">
          <Textarea
            id={ids.description}
            name="description"
            maxLength={TASK_LIMITS.description}
            className="max-h-64 min-h-24"
            placeholder="What it is for, what counts as done. Markdown works."
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <div className="flex flex-col gap-1.5">
            <span className="font-medium text-sm">Assignees</span>
            <AssigneePicker
              roster={roster}
              value={assignees}
              onChange={setAssignees}
              className={fieldPropertyStyle}
            />
          </div>
          <Field id={ids.priority} label="Priority">
            <PriorityPicker
              id={ids.priority}
              value={priority}
              onChange={setPriority}
              className={fieldPropertyStyle}
            />
          </Field>
          <Field id={ids.labels} label="Labels">
            <LabelsInput id={ids.labels} value={labels} onChange={setLabels} />
          </Field>
          <Field id={ids.due} label="Due">
            <Input id={ids.due} name="due" type="date" />
          </Field>
        </div>
      </DialogBody>
      <DialogFooter className="justify-between">
        <p className="text-ink-3 text-sm">
          {assigned.agents.length > 0
            ? `Wakes ${assigned.agents.map((agent) => agent.name).join(", ")}.`
            : "Nobody is woken."}
        </p>
        <div className="flex gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {isBusy ? "Creating…" : "Create task"}
            <Kbd className="border-current/30 bg-transparent text-current opacity-70 pointer-coarse:hidden">
              ⌘↵
            </Kbd>
          </Button>
        </div>
      </DialogFooter>
    </form>
  );
}
