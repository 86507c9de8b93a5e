"use client";
import { taskKey } from "@mc/shared/task/limits";
import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { formText } from "@/lib/form-text";
import { fromDateInput } from "@/lib/format";
import { toast } from "@/lib/toast";
import { useModifierKey } from "@/lib/use-modifier-key";
import { TaskDraftFields } from "./TaskDraftFields";
import { useCreateTask } from "./use-create-task";
import { useTaskDraft } from "./use-task-draft";

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
  const dueId = useId();
  const draft = useTaskDraft(null);
  const { create, isBusy } = useCreateTask();
  const modifier = useModifierKey();
  const [error, setError] = useState<string | null>(null);

  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    // the key that sends it works on while the button does not
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    const result = await create({
      title: formText(form, "title").trim(),
      description: formText(form, "description"),
      dueAt: fromDateInput(formText(form, "due")),
      priority: draft.priority,
      labels: draft.labels,
      ...draft.assignees,
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
        <TaskDraftFields
          draft={draft}
          titlePlaceholder="What should be done?"
          error={error}
          due={
            <Field id={dueId} label="Due">
              <Input id={dueId} name="due" type="date" />
            </Field>
          }
        />
      </DialogBody>
      <DialogFooter className="justify-between">
        <p className="text-ink-3 text-sm">
          {draft.wakes.length > 0 ? `Wakes ${draft.wakes.join(", ")}.` : "Nobody is woken."}
        </p>
        <div className="flex gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy}>
            {isBusy ? "Creating…" : "Create task"}
            <Kbd className="border-current/30 bg-transparent text-current pointer-coarse:hidden">
              {modifier === "⌘" ? "⌘↵" : "Ctrl ↵"}
            </Kbd>
          </Button>
        </div>
      </DialogFooter>
    </form>
  );
}
