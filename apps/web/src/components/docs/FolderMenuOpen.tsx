"use client";
import { FolderInput, FolderPlus, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { fetched } from "@/lib/fetched";
import { toast } from "@/lib/toast";
import { type FolderRow, withDescendants } from "./folder-tree";
import { useFolderCommands } from "./use-document-commands";
import type { FolderId } from "./use-documents";

const FolderNameDialog = fetched(() =>
  import("./FolderNameDialog").then((module) => module.FolderNameDialog),
);
const MoveDialog = fetched(() => import("./MoveDialog").then((module) => module.MoveDialog));

type Asking = "name" | "child" | "move" | null;

/** What can be done with a folder. Removing one that is not empty is refused with its reason. */
export function FolderMenuOpen({
  row,
  rows,
  trigger,
}: { row: FolderRow<FolderId>; rows: readonly FolderRow<FolderId>[] } & Trigger) {
  const commands = useFolderCommands();
  const [asking, setAsking] = useState<Asking>(null);
  const remove = async (): Promise<void> => {
    const result = await commands.remove(row.folderId);
    if (result.ok) toast(`Folder “${row.name}” removed`);
  };
  return (
    <>
      <DropdownMenu defaultOpen>
        <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={() => setAsking("child")}>
            <FolderPlus aria-hidden /> New folder inside
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking("name")}>
            <Pencil aria-hidden /> Rename
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => setAsking("move")}>
            <FolderInput aria-hidden /> Move to…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem isDanger onSelect={() => void remove()}>
            <Trash2 aria-hidden /> Remove when empty
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {asking === "name" ? (
        <FolderNameDialog parentId={row.parentId} folder={row} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "child" ? (
        <FolderNameDialog parentId={row.folderId} folder={null} onClose={() => setAsking(null)} />
      ) : null}
      {asking === "move" ? (
        <MoveDialog
          title={`Move folder “${row.name}”`}
          rows={rows}
          from={row.parentId}
          closedTo={withDescendants(rows, row.folderId)}
          onMove={(folderId) => commands.move(row.folderId, folderId)}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}
