"use client";
import { DOCUMENT_KINDS, DOCUMENT_LIMITS, type DocumentKind } from "@mc/shared/document/kinds";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { formText } from "@/lib/form-text";
import { KIND_LOOK } from "./document-kinds";
import { TemplateChoice } from "./TemplateChoice";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentId, FolderId } from "./use-documents";

/** A new document, empty or with the text of a template; opens for writing. */
export function NewDocumentDialog({ folderId, onClose }: { folderId: FolderId | null; onClose: () => void }) {
  const { slug } = useAccount();
  const router = useRouter();
  const titleId = useId();
  const { create, isCreating } = useDocumentCommands();
  const [kind, setKind] = useState<DocumentKind>("note");
  const [templateId, setTemplateId] = useState<DocumentId | null>(null);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const title = formText(new FormData(event.currentTarget), "title").trim();
    const result = await create({ title, kind, folderId, templateId });
    if (!result.ok) return setError(result.error.message);
    onClose();
    router.push(`/${slug}/docs/${result.value.documentId}?view=write`);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title="New document">
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field id={titleId} label="Title" error={error}>
              <Input
                id={titleId}
                name="title"
                required
                autoFocus
                autoComplete="off"
                maxLength={DOCUMENT_LIMITS.title}
                aria-describedby={describedBy(titleId)}
                aria-invalid={error !== null}
              />
            </Field>
            <fieldset>
              <legend className="mb-1.5 font-medium text-sm">Kind</legend>
              <div className="grid grid-cols-2 gap-2">
                {DOCUMENT_KINDS.map((each) => (
                  <KindChoice
                    key={each}
                    kind={each}
                    isChosen={kind === each}
                    onChoose={() => setKind(each)}
                  />
                ))}
              </div>
            </fieldset>
            <TemplateChoice value={templateId} onChange={setTemplateId} />
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={isCreating}>
              {isCreating ? "Creating…" : "Create document"}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function KindChoice(props: { kind: DocumentKind; isChosen: boolean; onChoose: () => void }) {
  const { kind, isChosen, onChoose } = props;
  const look = KIND_LOOK[kind];
  return (
    <label
      className={cn(
        "flex items-start gap-2 rounded-sm border border-line px-2.5 py-2 text-sm transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent",
        isChosen && "border-accent bg-accent-wash hover:bg-accent-wash",
      )}
    >
      <input type="radio" name="kind" checked={isChosen} onChange={onChoose} className="sr-only" />
      <look.icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-2" />
      <span className="min-w-0">
        <span className="block font-medium">{look.label}</span>
        <span className="block text-ink-2 text-xs">{look.purpose}</span>
      </span>
    </label>
  );
}
