"use client";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { useFolderCommands } from "./use-document-commands";
import type { FolderId } from "./use-documents";

/** Names a new folder inside `parentId`, or gives `folder` another name. */
export function FolderNameDialog(props: {
  parentId: FolderId | null;
  folder: { readonly folderId: FolderId; readonly name: string } | null;
  onClose: () => void;
}) {
  const { parentId, folder, onClose } = props;
  const id = useId();
  const commands = useFolderCommands();
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name").trim();
    const result = folder
      ? await commands.rename(folder.folderId, name)
      : await commands.create(name, parentId);
    if (result.ok) onClose();
    else setError(result.error.message);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={folder ? "Rename folder" : "New folder"} className="max-w-sm">
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field id={id} label="Name" error={error}>
              <Input
                id={id}
                name="name"
                required
                autoFocus
                autoComplete="off"
                defaultValue={folder?.name ?? ""}
                maxLength={DOCUMENT_LIMITS.folderName}
                aria-describedby={describedBy(id)}
                aria-invalid={error !== null}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={commands.isBusy}>
              {folder ? "Rename" : "Create folder"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
