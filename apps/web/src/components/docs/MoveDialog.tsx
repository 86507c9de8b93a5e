"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { cn } from "@/lib/cn";
import type { CommandResult } from "@/lib/use-command";
import type { FolderRow } from "./folder-tree";
import type { FolderId } from "./use-documents";

type Props = {
  title: string;
  rows: readonly FolderRow<FolderId>[];
  /** Where it is now. */
  from: FolderId | null;
  /** Folders it cannot go to. */
  closedTo: ReadonlySet<string>;
  onMove: (folderId: FolderId | null) => Promise<CommandResult<unknown>>;
  onClose: () => void;
};

/** Chooses another folder. */
export function MoveDialog({ title, rows, from, closedTo, onMove, onClose }: Props) {
  const [to, setTo] = useState<FolderId | null>(from);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const move = async (): Promise<void> => {
    setBusy(true);
    const result = await onMove(to);
    setBusy(false);
    if (result.ok) onClose();
    else setError(result.error.message);
  };
  const choices = [{ folderId: null, name: "No folder", depth: 0 }, ...rows];
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={title} className="max-w-sm">
        <DialogBody>
          <fieldset className="flex max-h-80 flex-col overflow-y-auto">
            <legend className="sr-only">Folder</legend>
            {choices.map(({ folderId, name, depth }) => {
              const isClosed = folderId !== null && closedTo.has(folderId);
              return (
                <label
                  key={folderId ?? "top"}
                  style={{ paddingInlineStart: `${8 + depth * 16}px` }}
                  className={cn(
                    "flex min-h-8 items-center gap-2 rounded-sm pr-2 text-sm hover:bg-hover has-checked:bg-accent-wash pointer-coarse:min-h-11",
                    isClosed && "text-ink-3 opacity-60 hover:bg-transparent",
                  )}
                >
                  <input
                    type="radio"
                    name="folder"
                    className="choice-box"
                    checked={to === folderId}
                    disabled={isClosed}
                    onChange={() => setTo(folderId)}
                  />
                  <span className="truncate">{name}</span>
                  {folderId === from ? <span className="ml-auto text-ink-3 text-xs">now</span> : null}
                </label>
              );
            })}
          </fieldset>
          {error ? (
            <p role="alert" className="text-danger text-sm">
              {error}
            </p>
          ) : null}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={to === from} isBusy={isBusy} onClick={() => void move()}>
            Move
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
