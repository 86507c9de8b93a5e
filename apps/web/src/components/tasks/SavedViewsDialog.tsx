"use client";
import { Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { currentSearch } from "@/lib/address-bar";
import { formText } from "@/lib/form-text";
import { toast } from "@/lib/toast";
import { type SavedView, useSavedViewCommands } from "./use-saved-views";

/** Parts of the address that are about this moment, not about the view. */
const PASSING = ["task", "tab", "new", "chat", "message"];

/** Keeps the filters and the sorting of this moment under a name; only oneself sees them. */
export function SavedViewsDialog({ views, onClose }: { views: readonly SavedView[]; onClose: () => void }) {
  const id = useId();
  const { create, update, remove, isBusy } = useSavedViewCommands();
  const [error, setError] = useState<string | null>(null);
  const save = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name").trim();
    const result = await create(name, currentQuery());
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return;
    onClose();
    toast(`View “${name}” saved`);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Saved views"
        description="A view keeps how the tasks are shown now: filters, list or board, sorting. Only you see yours."
        className="max-w-md"
      >
        <DialogBody className="pb-5">
          <form onSubmit={(event) => void save(event)} className="flex items-start gap-2">
            <Field id={id} label="Save this view as" error={error} className="flex-1">
              <Input id={id} name="name" required maxLength={60} autoFocus autoComplete="off" />
            </Field>
            <Button type="submit" variant="primary" className="mt-[1.55rem]" isBusy={isBusy}>
              Save
            </Button>
          </form>
          {views.length > 0 ? (
            <ul className="flex flex-col divide-y divide-line border-line border-y">
              {views.map((view) => (
                <li key={view.viewId} className="flex items-center gap-2 py-1 text-sm">
                  <ViewName view={view} onRename={(name) => void update(view.viewId, { name })} />
                  <Button
                    variant="quiet"
                    size="sm"
                    disabled={view.query === currentQuery()}
                    onClick={() => void update(view.viewId, { query: currentQuery() })}
                    title="Keeps how the tasks are shown now under this name"
                  >
                    Update
                  </Button>
                  <Button
                    variant="quiet"
                    size="icon-sm"
                    aria-label={`Remove the view ${view.name}`}
                    onClick={() => void remove(view.viewId)}
                  >
                    <Trash2 aria-hidden />
                  </Button>
                </li>
              ))}
            </ul>
          ) : null}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function currentQuery(): string {
  const query = new URLSearchParams(currentSearch());
  for (const name of PASSING) query.delete(name);
  return query.toString();
}

/** The name, changed in place. */
function ViewName({ view, onRename }: { view: SavedView; onRename: (name: string) => void }) {
  return (
    <input
      key={view.name}
      aria-label={`Name of the view ${view.name}`}
      defaultValue={view.name}
      maxLength={60}
      autoComplete="off"
      className="-ml-1.5 h-8 min-w-0 flex-1 rounded-sm bg-transparent px-1.5 transition-colors hover:bg-hover focus-visible:bg-raised"
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
      onBlur={(event) => {
        const name = event.target.value.trim();
        if (name && name !== view.name) onRename(name);
        else event.target.value = view.name;
      }}
    />
  );
}
