"use client";
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { DEFAULT_PRIORITY } from "@mc/shared/task/priority";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { formText } from "@/lib/form-text";
import { AssigneePicker } from "../AssigneePicker";
import { LabelsInput } from "../LabelsInput";
import { PriorityPicker } from "../PriorityPicker";
import { toPriority } from "../priority";
import { fieldPropertyStyle } from "../property-style";
import { assignedFrom } from "../roster-model";
import { type Assignees, useRoster } from "../use-roster";
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
  const ids = { title: useId(), description: useId(), priority: useId(), labels: useId(), due: useId() };
  const roster = useRoster();
  const commands = useRecurrenceCommands();
  const [assignees, setAssignees] = useState<Assignees>({
    memberIds: recurrence?.memberIds ?? [],
    agentIds: recurrence?.agentIds ?? [],
  });
  const [priority, setPriority] = useState<number>(recurrence?.priority ?? DEFAULT_PRIORITY);
  const [labels, setLabels] = useState<string[]>([...(recurrence?.labels ?? [])]);
  const [schedule, setSchedule] = useState(recurrence ? choiceOf(recurrence.cron) : DEFAULT_SCHEDULE);
  const [timeZone, setTimeZone] = useState(
    recurrence?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  );
  const [error, setError] = useState<string | null>(null);
  const woken = assignedFrom(roster, assignees).agents;

  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const due = formText(form, "due").trim();
    const result = await commands.save(recurrence, {
      title: formText(form, "title").trim(),
      description: formText(form, "description"),
      priority: toPriority(priority),
      labels,
      memberIds: [...assignees.memberIds],
      agentIds: [...assignees.agentIds],
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
            <Field id={ids.title} label="Title">
              <Input
                id={ids.title}
                name="title"
                required
                maxLength={TASK_LIMITS.title}
                autoFocus
                autoComplete="off"
                defaultValue={recurrence?.title ?? ""}
                placeholder="What should be done each time?"
              />
            </Field>
            <ScheduleFields
              choice={schedule}
              onChoice={setSchedule}
              timeZone={timeZone}
              onTimeZone={setTimeZone}
            />
            <Field id={ids.description} label="Description">
              <Textarea
                id={ids.description}
                name="description"
                maxLength={TASK_LIMITS.description}
                defaultValue={recurrence?.description ?? ""}
                className="max-h-48 min-h-20"
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
              <Field id={ids.due} label="Due after (days)" hint="Empty: no due date.">
                <Input
                  id={ids.due}
                  name="due"
                  type="number"
                  min={0}
                  max={365}
                  step={1}
                  defaultValue={recurrence?.dueInDays ?? ""}
                />
              </Field>
            </div>
            {error ? (
              <p role="alert" className="text-danger text-sm">
                {error}
              </p>
            ) : null}
          </DialogBody>
          <DialogFooter className="justify-between">
            <p className="text-ink-3 text-sm">
              {woken.length > 0
                ? `Each one wakes ${woken.map((agent) => agent.name).join(", ")}.`
                : "Nobody is woken."}
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
