"use client";
import { TASK_LIMITS } from "@mc/shared/task/limits";
import { CircleAlert } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import type { TaskDetail } from "./types";
import type { TaskCommands } from "./use-task";
import { useTextEdit } from "./use-text-edit";

type Props = { task: TaskDetail; commands: TaskCommands; isReadOnly: boolean };

export function TaskText({ task, commands, isReadOnly }: Props) {
  return (
    <div className="flex flex-col gap-2">
      <Title task={task} commands={commands} isReadOnly={isReadOnly} />
      <p className="text-ink-3 text-xs">
        Created by {task.creator.name} <RelativeTime at={task.createdAt} />
        {task.doneAt === null ? null : (
          <>
            , done <RelativeTime at={task.doneAt} />
          </>
        )}
        {task.archivedAt === null ? null : (
          <>
            , archived <RelativeTime at={task.archivedAt} />
          </>
        )}
      </p>
      {task.status === "blocked" && task.blockedReason ? (
        <p className="flex gap-2 rounded-sm border-status-blocked border-l-2 bg-danger-wash px-3 py-2 text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-status-blocked" />
          <span>
            <strong className="font-medium">Blocked:</strong> {task.blockedReason}
          </span>
        </p>
      ) : null}
      <Description task={task} commands={commands} isReadOnly={isReadOnly} />
    </div>
  );
}

function Title({ task, commands, isReadOnly }: Props) {
  const edit = useTextEdit({
    value: task.title,
    save: (title, from) => commands.saveText({ title }, { title: from }),
  });
  if (isReadOnly) return <h1 className="font-semibold text-xl">{task.title}</h1>;
  return (
    <h1>
      <textarea
        aria-label="Title"
        rows={1}
        value={edit.text}
        maxLength={TASK_LIMITS.title}
        onFocus={edit.begin}
        onChange={(event) => edit.change(event.target.value.replaceAll("\n", " "))}
        onBlur={() => void (edit.text.trim() ? edit.commit() : edit.cancel())}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            event.currentTarget.blur();
          }
          if (event.key === "Escape") {
            event.stopPropagation();
            edit.cancel();
            event.currentTarget.blur();
          }
        }}
        className="field-sizing-content -mx-1.5 w-[calc(100%+0.75rem)] resize-none rounded-sm bg-transparent px-1.5 py-0.5 font-semibold text-xl transition-colors hover:bg-hover focus-visible:bg-raised"
      />
    </h1>
  );
}

function Description({ task, commands, isReadOnly }: Props) {
  const { slug } = useAccount();
  const edit = useTextEdit({
    value: task.description,
    save: (description, from) => commands.saveText({ description }, { description: from }),
  });
  if (edit.isEditing) {
    return (
      <div className="flex flex-col gap-2">
        <Textarea
          aria-label="Description"
          autoFocus
          value={edit.text}
          maxLength={TASK_LIMITS.description}
          placeholder="What it is for, what counts as done. Markdown works."
          onChange={(event) => edit.change(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void edit.commit();
            if (event.key === "Escape") {
              event.stopPropagation();
              edit.cancel();
            }
          }}
          className="max-h-[55vh] min-h-32"
        />
        <div className="flex items-center gap-2">
          <Button variant="primary" size="sm" isBusy={edit.isSaving} onClick={() => void edit.commit()}>
            Save
          </Button>
          <Button size="sm" onClick={edit.cancel}>
            Cancel
          </Button>
          <span className="text-ink-3 text-xs">{edit.isDirty ? "Unsaved" : "Nothing changed yet"}</span>
        </div>
      </div>
    );
  }
  return (
    <div className="group/description">
      {task.description ? (
        <LazyMarkdown source={task.description} accountSlug={slug} />
      ) : (
        <p className="text-ink-3">No description.</p>
      )}
      {isReadOnly ? null : (
        <Button variant="quiet" size="sm" className="-ml-2 mt-1 text-ink-3" onClick={edit.begin}>
          {task.description ? "Edit description" : "Add a description"}
        </Button>
      )}
    </div>
  );
}
