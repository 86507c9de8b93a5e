"use client";
import { type ReactNode, useId, useState } from "react";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { fromDateInput, toDateInput } from "@/lib/format";
import { AssigneePicker } from "./AssigneePicker";
import { AssigneesButton } from "./AssigneesButton";
import { BlockReasonDialog } from "./BlockReasonDialog";
import { LabelsInput } from "./LabelsInput";
import { PrioritySelect } from "./PrioritySelect";
import { StatusSelect } from "./StatusSelect";
import type { TaskDetail } from "./types";
import { useRoster } from "./use-roster";
import type { TaskCommands } from "./use-task";

type Props = { task: TaskDetail; commands: TaskCommands; isReadOnly: boolean; layout: "sheet" | "page" };

/** Status, people, priority, due date and labels; each change is saved at once. */
export function TaskProperties({ task, commands, isReadOnly, layout }: Props) {
  const labelsId = useId();
  const dueId = useId();
  const roster = useRoster();
  const [isAskingReason, setAskingReason] = useState(false);
  const assignees = { memberIds: task.members.map((member) => member.memberId), agentIds: task.agents.map((agent) => agent.agentId) };
  return (
    <section aria-label="Properties" className={cn("grid gap-x-4 gap-y-2.5", layout === "sheet" ? "sm:grid-cols-2" : "grid-cols-1 max-lg:sm:grid-cols-2")}>
      <Row label="Status">
        <StatusSelect task={task} isReadOnly={isReadOnly} onChange={(to) => (to === "blocked" ? setAskingReason(true) : void commands.setStatus(to))} />
      </Row>
      <Row label="Priority">
        <PrioritySelect value={task.priority} onChange={(priority) => void commands.setPriority(priority)} isReadOnly={isReadOnly} className="w-full" />
      </Row>
      <Row label="Assignees">
        {isReadOnly ? (
          <AssigneesButton members={task.members} agents={task.agents} disabled className="w-full" />
        ) : (
          <AssigneePicker roster={roster} value={assignees} onChange={(value) => void commands.assign(value)}>
            <AssigneesButton members={task.members} agents={task.agents} className="w-full" />
          </AssigneePicker>
        )}
      </Row>
      <Row label="Due" htmlFor={dueId}>
        <Input
          key={task.dueAt}
          id={dueId}
          type="date"
          defaultValue={toDateInput(task.dueAt)}
          disabled={isReadOnly}
          className="text-sm"
          onBlur={(event) => {
            const dueAt = fromDateInput(event.target.value);
            if (toDateInput(dueAt) !== toDateInput(task.dueAt)) void commands.setDue(dueAt);
          }}
        />
      </Row>
      <Row label="Labels" htmlFor={labelsId} className="sm:col-span-full">
        {isReadOnly ? <p className="text-sm">{task.labels.join(", ") || "None"}</p> : <LabelsInput id={labelsId} value={task.labels} onChange={(labels) => void commands.setLabels(labels)} />}
      </Row>
      <BlockReasonDialog
        taskNumber={isAskingReason ? task.number : null}
        onCancel={() => setAskingReason(false)}
        onConfirm={(reason) => {
          setAskingReason(false);
          void commands.setStatus("blocked", reason);
        }}
      />
    </section>
  );
}

function Row({ label, htmlFor, className, children }: { label: string; htmlFor?: string; className?: string; children: ReactNode }) {
  return (
    <div className={cn("grid grid-cols-[5.5rem_minmax(0,1fr)] items-center gap-2", className)}>
      {htmlFor ? (
        <label htmlFor={htmlFor} className="text-ink-3 text-sm">
          {label}
        </label>
      ) : (
        <span className="text-ink-3 text-sm">{label}</span>
      )}
      {children}
    </div>
  );
}
