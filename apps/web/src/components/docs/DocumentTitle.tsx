"use client";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { RelativeTime } from "@/components/people/RelativeTime";
import { useTextEdit } from "@/components/tasks/use-text-edit";
import { KIND_LOOK } from "./document-kinds";
import { KindPicker } from "./KindPicker";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentFull } from "./use-documents";

/** The title, renamed in place, with its kind, who wrote last and when. */
export function DocumentTitle({ document, isReadOnly }: { document: DocumentFull; isReadOnly: boolean }) {
  const commands = useDocumentCommands();
  const edit = useTextEdit({
    value: document.title,
    save: (title) => commands.rename(document.documentId, title),
  });
  return (
    <div className="mb-4 w-full max-w-[72ch]">
      {isReadOnly ? (
        <h1 className="font-semibold text-xl [overflow-wrap:anywhere]">{document.title}</h1>
      ) : (
        <h1>
          <textarea
            aria-label="Title"
            rows={1}
            value={edit.text}
            maxLength={DOCUMENT_LIMITS.title}
            onFocus={edit.begin}
            onChange={(event) => edit.change(event.target.value.replaceAll("\n", " "))}
            onBlur={() => void (edit.text.trim() ? edit.commit() : edit.cancel())}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                event.preventDefault();
                event.currentTarget.blur();
              }
              if (event.key === "Escape") {
                edit.cancel();
                event.currentTarget.blur();
              }
            }}
            className="field-sizing-content -mx-1.5 block w-[calc(100%+0.75rem)] resize-none rounded-sm bg-transparent px-1.5 py-0.5 font-semibold text-xl transition-colors hover:bg-hover focus-visible:bg-raised"
          />
        </h1>
      )}
      <div className="mt-1 text-ink-3 text-xs">
        {isReadOnly ? KIND_LOOK[document.kind].label : <KindPicker document={document} />} · version{" "}
        <span className="figures">{document.latestVersion}</span> by {document.author}{" "}
        <RelativeTime at={document.updatedAt} />
      </div>
    </div>
  );
}
