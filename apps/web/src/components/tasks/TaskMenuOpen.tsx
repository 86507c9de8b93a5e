"use client";
import { Archive, ArchiveRestore, Link2, Trash2 } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { toast } from "@/lib/toast";
import type { TaskDetail } from "./types";
import type { TaskCommands } from "./use-task";

export function TaskMenuOpen({
  task,
  commands,
  onDelete,
  trigger,
}: { task: TaskDetail; commands: TaskCommands; onDelete: () => void } & Trigger) {
  const { slug, can } = useAccount();
  const copyLink = (): void =>
    void navigator.clipboard
      .writeText(`${window.location.origin}/${slug}/tasks/${task.number}`)
      .then(() => toast("Link copied"));
  const archive = async (): Promise<void> => {
    const result = await commands.archive();
    if (result.ok)
      toast(`MC-${task.number} archived`, {
        action: { label: "Undo", onClick: () => void commands.restore() },
      });
  };
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={copyLink}>
          <Link2 aria-hidden /> Copy link
        </DropdownMenuItem>
        {can("task.archive") && task.status !== "archived" ? (
          <DropdownMenuItem onSelect={() => void archive()}>
            <Archive aria-hidden /> Archive
          </DropdownMenuItem>
        ) : null}
        {can("task.archive") && task.status === "archived" ? (
          <DropdownMenuItem onSelect={() => void commands.restore()}>
            <ArchiveRestore aria-hidden /> Restore
          </DropdownMenuItem>
        ) : null}
        {can("task.delete") ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem isDanger onSelect={onDelete}>
              <Trash2 aria-hidden /> Delete for good
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
