"use client";
import { Archive, ArchiveRestore, Link2, MoreHorizontal, OctagonPause, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuSeparator, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import type { TaskDetail } from "./types";
import { useTaskCommands } from "./use-task";

/** Stop, and what else can be done with the task as a whole. */
export function TaskActions({ task, onGone }: { task: TaskDetail; onGone: () => void }) {
  const { slug, can } = useAccount();
  const commands = useTaskCommands(task);
  const [isDeleting, setDeleting] = useState(false);
  const canWrite = can("task.write");
  const isRunning = task.running.length > 0;
  const copyLink = (): void => void navigator.clipboard.writeText(`${window.location.origin}/${slug}/tasks/${task.number}`).then(() => toast("Link copied"));
  return (
    <>
      {isRunning && canWrite ? (
        <Button variant="danger" size="sm" isBusy={commands.isStopping} onClick={() => void commands.stop()} title="Ends the running turns and blocks the task">
          <OctagonPause aria-hidden /> {commands.isStopping ? "Stopping…" : "Stop"}
        </Button>
      ) : null}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="quiet" size="icon-sm" aria-label="Task actions">
            <MoreHorizontal aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={copyLink}>
            <Link2 aria-hidden /> Copy link
          </DropdownMenuItem>
          {canWrite && task.status !== "archived" ? (
            <DropdownMenuItem onSelect={() => void commands.archive().then((result) => result.ok && toast(`MC-${task.number} archived`, { action: { label: "Undo", onClick: () => void commands.restore() } }))}>
              <Archive aria-hidden /> Archive
            </DropdownMenuItem>
          ) : null}
          {canWrite && task.status === "archived" ? (
            <DropdownMenuItem onSelect={() => void commands.restore()}>
              <ArchiveRestore aria-hidden /> Restore
            </DropdownMenuItem>
          ) : null}
          {can("task.delete") ? (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem isDanger onSelect={() => setDeleting(true)}>
                <Trash2 aria-hidden /> Delete for good
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <ConfirmDialog
        isOpen={isDeleting}
        title={`Delete MC-${task.number} for good?`}
        description="Its thread and its turns go with it and cannot be brought back. Documents stay. Archiving keeps everything."
        confirmLabel="Delete for good"
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          const result = await commands.remove();
          if (result.ok) onGone();
        }}
      />
    </>
  );
}
