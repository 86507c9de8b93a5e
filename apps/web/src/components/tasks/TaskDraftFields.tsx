"use client";
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { type ReactNode, useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { AssigneePicker } from "./AssigneePicker";
import { LabelsInput } from "./LabelsInput";
import { PriorityPicker } from "./PriorityPicker";
import { fieldPropertyStyle } from "./property-style";
import type { TaskDraft } from "./use-task-draft";

/** The fields of a task that is to be made, once or again and again: `schedule` and `due` are what differs. */
export function TaskDraftFields(props: {
  draft: TaskDraft;
  title?: string;
  titlePlaceholder: string;
  description?: string;
  error: string | null;
  schedule?: ReactNode;
  due: ReactNode;
}) {
  const { draft, title, titlePlaceholder, description, error, schedule, due } = props;
  const ids = { title: useId(), description: useId(), priority: useId(), labels: useId() };
  return (
    <>
      <Field id={ids.title} label="Title" error={error}>
        <Input
          id={ids.title}
          name="title"
          required
          maxLength={TASK_LIMITS.title}
          autoFocus
          autoComplete="off"
          defaultValue={title}
          placeholder={titlePlaceholder}
        />
      </Field>
      {schedule}
      <Field id={ids.description} label="Description">
        <Textarea
          id={ids.description}
          name="description"
          maxLength={TASK_LIMITS.description}
          defaultValue={description}
          className="max-h-64 min-h-24"
          placeholder="What it is for, what counts as done. Markdown works."
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <div className="flex flex-col gap-1.5">
          <span className="font-medium text-sm">Assignees</span>
          <AssigneePicker
            roster={draft.roster}
            value={draft.assignees}
            onChange={draft.setAssignees}
            isField
            className={fieldPropertyStyle}
          />
        </div>
        <Field id={ids.priority} label="Priority">
          <PriorityPicker
            id={ids.priority}
            value={draft.priority}
            onChange={draft.setPriority}
            isField
            className={fieldPropertyStyle}
          />
        </Field>
        <Field id={ids.labels} label="Labels">
          <LabelsInput id={ids.labels} value={draft.labels} onChange={draft.setLabels} />
        </Field>
        {due}
      </div>
    </>
  );
}
