"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { shownZone } from "@/lib/shown-zone";
import { toPriority } from "../priority";
import { TaskDraftFields } from "../TaskDraftFields";
import { useTaskDraft } from "../use-task-draft";
import { ScheduleFields } from "./ScheduleFields";
import { choiceOf, cronOf, DEFAULT_SCHEDULE } from "./schedule";
import { type Recurrence, useRecurrenceCommands } from "./use-recurrences";

/** Creates or changes a recurring task; the next five times are shown before it is saved. */
export function RecurrenceDialog({
  recurrence,
  onClose,
}: {
  recurrence: Recurrence | null;
  onClose: () => void;
}) {
  const dueId = useId();
  const draft = useTaskDraft(recurrence);
  const commands = useRecurrenceCommands();
  const [schedule, setSchedule] = useState(recurrence ? choiceOf(recurrence.cron) : DEFAULT_SCHEDULE);
  const [timeZone, setTimeZone] = useState(recurrence?.timeZone ?? shownZone());
  const [error, setError] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const due = formText(form, "due").trim();
    const result = await commands.save(recurrence, {
      title: formText(form, "title").trim(),
      description: formText(form, "description"),
      priority: toPriority(draft.priority),
      labels: draft.labels,
      memberIds: [...draft.assignees.memberIds],
      agentIds: [...draft.assignees.agentIds],
      dueInDays: due === "" ? null : Number(due),
      cron: cronOf(schedule),
      timeZone,
    });
    if (result.ok) onClose();
    else setError(result.error.message);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={recurrence ? "Edit recurring task" : "New recurring task"} className="max-w-xl">
        <form method="post" onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <TaskDraftFields
              draft={draft}
              title={recurrence?.title ?? ""}
              titlePlaceholder="What should be done each time?"
              description={recurrence?.description ?? ""}
              error={error}
              schedule={
                <ScheduleFields
                  choice={schedule}
                  onChoice={setSchedule}
                  timeZone={timeZone}
                  onTimeZone={setTimeZone}
                />
              }
              due={
                <Field id={dueId} label="Due after (days)" hint="Empty: no due date.">
                  <Input
                    id={dueId}
                    name="due"
                    type="number"
                    min={0}
                    max={365}
                    step={1}
                    defaultValue={recurrence?.dueInDays ?? ""}
                  />
                </Field>
              }
            />
          </DialogBody>
          <DialogFooter className="justify-between">
            <p className="text-ink-3 text-sm">
              {draft.wakes.length > 0 ? `Each one wakes ${draft.wakes.join(", ")}.` : "Nobody is woken."}
            </p>
            <div className="flex gap-2">
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" variant="primary" isBusy={commands.isBusy}>
                {recurrence ? "Save" : "Create"}
              </Button>
            </div>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
