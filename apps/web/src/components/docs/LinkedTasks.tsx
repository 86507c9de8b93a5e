"use client";
import { taskKey } from "@mc/shared/task/limits";
import { STATUS_LABEL } from "@mc/shared/task/status";
import { Link2, X } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentFull } from "./use-documents";

const Picker = onDemand(() => import("./LinkTaskPopover").then((module) => module.LinkTaskPopover), "dialog");

/** The tasks that the document was written for or linked to. */
export function LinkedTasks({ document }: { document: DocumentFull }) {
  const { slug, can } = useAccount();
  const commands = useDocumentCommands();
  const canWrite = can("document.write") && document.trashed === null;
  return (
    <div className="flex flex-col gap-2 px-2 py-2">
      {document.links.length === 0 ? (
        <p className="px-2 py-1 text-ink-3 text-sm">
          Linked to no task. A linked document is listed in the task and read by its agents.
        </p>
      ) : (
        <ul aria-label="Linked tasks" className="flex flex-col">
          {document.links.map((task) => (
            <li key={task.taskId} className="flex items-center gap-1 rounded-sm pr-1 hover:bg-hover">
              <Link
                href={`/${slug}/tasks/${task.number}`}
                className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-sm px-2 py-1 text-sm"
              >
                <StatusGlyph status={task.status} />
                <span className="sr-only">{STATUS_LABEL[task.status]}</span>
                <span className="figures shrink-0 text-ink-3 text-xs">{taskKey(task.number)}</span>
                <span className="truncate">{task.title}</span>
              </Link>
              {canWrite ? (
                <Button
                  variant="quiet"
                  size="icon-sm"
                  aria-label={`Unlink ${taskKey(task.number)}`}
                  onClick={() => void commands.unlink(document.documentId, task.taskId)}
                >
                  <X aria-hidden />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {canWrite ? (
        <Picker
          onChoose={(taskId) => void commands.link(document.documentId, taskId)}
          trigger={
            <Button size="sm" className="mx-2 self-start">
              <Link2 aria-hidden /> Link a task
            </Button>
          }
        />
      ) : null}
    </div>
  );
}
