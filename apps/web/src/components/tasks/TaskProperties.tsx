"use client";
import { type ReactNode, useId, useState } from "react";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { fromDateInput, toDateInput } from "@/lib/format";
import { AssigneePicker } from "./AssigneePicker";
import { LabelsInput } from "./LabelsInput";
import { PriorityPicker } from "./PriorityPicker";
import { PullRequestField } from "./PullRequestField";
import { propertyStyle } from "./property-style";
import { StatusPicker } from "./StatusPicker";
import type { TaskDetail } from "./types";
import { useRoster } from "./use-roster";
import type { TaskCommands } from "./use-task";

const BlockReasonDialog = fetched(() =>
  import("./BlockReasonDialog").then((module) => module.BlockReasonDialog),
);

type Props = { task: TaskDetail; commands: TaskCommands; isReadOnly: boolean; layout: "sheet" | "page" };

/** Status, people, priority, due date and labels; each change is saved at once. */
export function TaskProperties({ task, commands, isReadOnly, layout }: Props) {
  const labelsId = useId();
  const dueId = useId();
  const prId = useId();
  const roster = useRoster();
  const [isAskingReason, setAskingReason] = useState(false);
  const assignees = {
    memberIds: task.members.map((member) => member.memberId),
    agentIds: task.agents.map((agent) => agent.agentId),
  };
  return (
    <section
      aria-label="Properties"
      className={cn(
        "grid gap-x-4 gap-y-0.5",
        layout === "sheet" ? "sm:grid-cols-2" : "grid-cols-1 max-lg:sm:grid-cols-2",
      )}
    >
      <Row label="Status">
        <StatusPicker
          task={task}
          isReadOnly={isReadOnly}
          onChange={(to) => (to === "blocked" ? setAskingReason(true) : void commands.setStatus(to))}
        />
      </Row>
      <Row label="Priority">
        <PriorityPicker
          value={task.priority}
          onChange={(priority) => void commands.setPriority(priority)}
          isReadOnly={isReadOnly}
          className={propertyStyle}
        />
      </Row>
      <Row label="Assignees">
        <AssigneePicker
          roster={roster}
          value={assignees}
          onChange={(value) => void commands.assign(value)}
          isReadOnly={isReadOnly}
          className={propertyStyle}
        />
      </Row>
      <Row label="Due" htmlFor={dueId}>
        <input
          key={task.dueAt}
          id={dueId}
          type="date"
          data-empty={task.dueAt === null ? "No date" : undefined}
          defaultValue={toDateInput(task.dueAt)}
          disabled={isReadOnly}
          className={cn(propertyStyle, "bg-transparent", task.dueAt === null && "text-ink-3")}
          onBlur={(event) => {
            const dueAt = fromDateInput(event.target.value);
            if (toDateInput(dueAt) !== toDateInput(task.dueAt)) void commands.setDue(dueAt);
          }}
        />
      </Row>
      <Row label="Labels" htmlFor={labelsId} className="sm:col-span-full">
        {isReadOnly ? (
          <p className="flex min-h-8 items-center px-2 text-sm">{task.labels.join(", ") || "None"}</p>
        ) : (
          <LabelsInput
            id={labelsId}
            value={task.labels}
            onChange={(labels) => void commands.setLabels(labels)}
            className={cn(
              propertyStyle,
              "bg-transparent hover:border-transparent has-focus-visible:border-accent [&>input]:px-0",
            )}
          />
        )}
      </Row>
      <Row
        label="Pull request"
        className="sm:col-span-full"
        {...(task.prUrl === null && !isReadOnly ? { htmlFor: prId } : {})}
      >
        <PullRequestField
          id={prId}
          value={task.prUrl}
          isReadOnly={isReadOnly}
          onChange={(url) => void commands.setPullRequest(url)}
        />
      </Row>
      {isAskingReason ? (
        <BlockReasonDialog
          taskNumber={task.number}
          onCancel={() => setAskingReason(false)}
          onConfirm={(reason) => {
            setAskingReason(false);
            void commands.setStatus("blocked", reason);
          }}
        />
      ) : null}
    </section>
  );
}

function Row({
  label,
  htmlFor,
  className,
  children,
}: {
  label: string;
  htmlFor?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cn("grid grid-cols-[5rem_minmax(0,1fr)] items-start gap-1", className)}>
      {htmlFor ? (
        <label htmlFor={htmlFor} className="flex h-8 items-center text-ink-3 text-sm pointer-coarse:h-11">
          {label}
        </label>
      ) : (
        <span className="flex h-8 items-center text-ink-3 text-sm pointer-coarse:h-11">{label}</span>
      )}
      {children}
    </div>
  );
}
