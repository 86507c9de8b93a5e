"use client";
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { waitingSentence } from "@mc/shared/task/links";
import { Link2, Plus } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { fieldStyle } from "@/components/ui/input";
import { onDemand } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";
import { cn } from "@/lib/cn";
import { LinkedTaskList } from "./LinkedTaskList";
import { ProgressRing } from "./ProgressRing";
import type { TaskDetail } from "./types";
import { type TaskLinks as Links, useTaskLinkCommands, useTaskLinks } from "./use-task-links";

const Finder = onDemand(() => import("./TaskFinder").then((module) => module.TaskFinder), "dialog");

/** What the task is a part of, its own parts, what it waits for and what waits for it. */
export function TaskLinks({ task, isReadOnly }: { task: TaskDetail; isReadOnly: boolean }) {
  const { slug } = useAccount();
  const links = dataOf(useTaskLinks(task.taskId));
  const commands = useTaskLinkCommands(task.taskId);
  const [isAdding, setAdding] = useState(false);
  if (!links) return null;
  const { parent, subtasks, blockedBy, blocks } = links;
  const isPart = parent !== null;
  const addBlocker = async (number: number): Promise<void> => {
    const blockerId = await commands.find(number);
    if (blockerId) await commands.changeBlockers(blockedBy, (blockerIds) => [...blockerIds, blockerId]);
  };
  const finderTrigger = (
    <Button variant="quiet" size="sm" className="text-ink-3">
      <Link2 aria-hidden /> {blockedBy.length === 0 ? "Blocked by…" : "Add"}
    </Button>
  );
  const finder = isReadOnly ? null : (
    <Finder
      label="Task that blocks this one"
      exceptNumber={task.number}
      onChoose={(number) => void addBlocker(number)}
      trigger={finderTrigger}
    />
  );
  const canAdd = !isReadOnly && !isPart;
  return (
    <div className="flex flex-col gap-3">
      {isPart ? (
        <Group title="Part of">
          <LinkedTaskList
            tasks={[parent]}
            accountSlug={slug}
            onRemove={isReadOnly ? undefined : () => void commands.leaveParent()}
          />
        </Group>
      ) : null}
      {subtasks.length > 0 || isAdding ? (
        <Group
          title="Sub-tasks"
          aside={
            task.subtasks ? (
              <span className="flex items-center gap-1.5 text-ink-3 text-xs">
                <ProgressRing {...task.subtasks} className="size-3.5" />
                <span>
                  <span className="figures">{task.subtasks.done}</span> of{" "}
                  <span className="figures">{task.subtasks.total}</span> done
                </span>
              </span>
            ) : null
          }
        >
          <LinkedTaskList tasks={subtasks} accountSlug={slug} />
          {canAdd ? <SubtaskForm isFocused={isAdding} onAdd={(title) => commands.addSubtask(title)} /> : null}
        </Group>
      ) : null}
      {blockedBy.length > 0 ? (
        <Group title="Blocked by" aside={finder}>
          <WaitSentence blockedBy={blockedBy} />
          <LinkedTaskList
            tasks={blockedBy}
            accountSlug={slug}
            onRemove={
              isReadOnly
                ? undefined
                : (gone) =>
                    void commands.changeBlockers(blockedBy, (blockerIds) =>
                      blockerIds.filter((each) => each !== gone.taskId),
                    )
            }
          />
        </Group>
      ) : null}
      {blocks.length > 0 ? (
        <Group title="Holds up">
          <LinkedTaskList tasks={blocks} accountSlug={slug} />
        </Group>
      ) : null}
      {isReadOnly ? null : (
        <div className="-ml-2 flex flex-wrap gap-1">
          {canAdd && subtasks.length === 0 && !isAdding ? (
            <Button variant="quiet" size="sm" className="text-ink-3" onClick={() => setAdding(true)}>
              <Plus aria-hidden /> Add sub-task
            </Button>
          ) : null}
          {blockedBy.length === 0 ? finder : null}
        </div>
      )}
    </div>
  );
}

function Group({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="flex min-h-7 items-center gap-2">
        <h2 className="font-medium text-ink-3 text-sm">{title}</h2>
        <div className="ml-auto">{aside}</div>
      </div>
      {children}
    </section>
  );
}

function WaitSentence({ blockedBy }: { blockedBy: Links["blockedBy"] }) {
  const open = blockedBy.filter((each) => !each.isSettled).map((each) => each.number);
  return (
    <p className="text-ink-2 text-sm">
      {open.length === 0
        ? "Everything that it waited for is done."
        : `Waits for ${waitingSentence(open, open.length)}; work cannot start before.`}
    </p>
  );
}

function SubtaskForm({
  isFocused,
  onAdd,
}: {
  isFocused: boolean;
  onAdd: (title: string) => Promise<{ ok: boolean }>;
}) {
  const [title, setTitle] = useState("");
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const wanted = title.trim();
    if (!wanted) return;
    setTitle("");
    const result = await onAdd(wanted);
    if (!result.ok) setTitle((current) => current || wanted);
  };
  return (
    <form onSubmit={(event) => void add(event)} className="mt-1">
      <input
        aria-label="New sub-task"
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        maxLength={TASK_LIMITS.title}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus={isFocused}
        placeholder="Add a sub-task, Enter saves it"
        autoComplete="off"
        className={cn(fieldStyle, "h-8 text-sm")}
      />
    </form>
  );
}
