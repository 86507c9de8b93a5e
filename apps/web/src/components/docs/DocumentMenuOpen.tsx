"use client";
import { CopyPlus, FolderInput, Link2, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
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
import { folderRows } from "./folder-tree";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentSummary, Folder } from "./use-documents";

const MoveDialog = fetched(() => import("./MoveDialog").then((module) => module.MoveDialog));

type Props = {
  document: Pick<DocumentSummary, "documentId" | "title" | "folderId">;
  folders: readonly Folder[];
  /** Called when the document went to the trash. */
  onGone?: () => void;
};

/** What can be done with a document as a whole. */
export function DocumentMenuOpen({ document, folders, onGone, trigger }: Props & Trigger) {
  const { slug, can } = useAccount();
  const router = useRouter();
  const commands = useDocumentCommands();
  const [isMoving, setMoving] = useState(false);
  const { documentId, title } = document;
  const href = `/${slug}/docs/${documentId}`;
  const copyLink = (): void =>
    void navigator.clipboard
      .writeText(new URL(href, window.location.origin).href)
      .then(() => toast("Link copied"));
  const duplicate = async (): Promise<void> => {
    const result = await commands.duplicate(documentId);
    if (!result.ok) return;
    const copy = `/${slug}/docs/${result.value.documentId}`;
    toast(`“${title}” duplicated`, { action: { label: "Open", onClick: () => router.push(copy) } });
  };
  const trash = async (): Promise<void> => {
    const result = await commands.trash(documentId);
    if (!result.ok) return;
    onGone?.();
    toast(`“${title}” is in the trash`, {
      action: { label: "Restore", onClick: () => void commands.restore(documentId) },
    });
  };
  return (
    <>
      <DropdownMenu defaultOpen>
        <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem onSelect={copyLink}>
            <Link2 aria-hidden /> Copy link
          </DropdownMenuItem>
          {can("document.write") ? (
            <>
              <DropdownMenuItem onSelect={() => void duplicate()}>
                <CopyPlus aria-hidden /> Duplicate
              </DropdownMenuItem>
              <DropdownMenuItem onSelect={() => setMoving(true)}>
                <FolderInput aria-hidden /> Move to…
              </DropdownMenuItem>
              <DropdownMenuSeparator />
              <DropdownMenuItem isDanger onSelect={() => void trash()}>
                <Trash2 aria-hidden /> Move to trash
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {isMoving ? (
        <MoveDialog
          title={`Move “${title}”`}
          rows={folderRows(folders)}
          from={document.folderId}
          closedTo={new Set()}
          onMove={(folderId) => commands.move(documentId, folderId)}
          onClose={() => setMoving(false)}
        />
      ) : null}
    </>
  );
}
