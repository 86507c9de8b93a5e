"use client";
import { useDeferredValue } from "react";
import { useAccount } from "@/components/account/use-account";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { cn } from "@/lib/cn";
import { DocumentTitle } from "./DocumentTitle";
import type { View } from "./DocumentView";
import { MarkdownEditor } from "./editor/LazyEditor";
import type { DocumentEditor } from "./use-document-editor";
import type { DocumentFull } from "./use-documents";

type Props = { document: DocumentFull; editor: DocumentEditor; view: View };

/** The text as it reads, as it is written, or both beside each other. On a phone both means writing. */
export function DocumentText({ document, editor, view }: Props) {
  const { slug, can } = useAccount();
  const shown = useDeferredValue(editor.text);
  const isReadOnly = !can("document.write") || document.trashed !== null;
  return (
    <div className="flex min-h-0 flex-1">
      {view === "read" ? null : (
        <section aria-label="Write" className="flex min-h-0 min-w-0 flex-1 flex-col">
          <MarkdownEditor
            value={editor.text}
            label={`Text of ${document.title}`}
            onChange={editor.type}
            onSave={editor.save}
            shouldFocus
          />
        </section>
      )}
      {view === "read" ? null : (
        <h1 className={cn("sr-only", view === "both" && "md:hidden")}>{document.title}</h1>
      )}
      {view === "write" ? null : (
        <section
          aria-label="Read"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className={cn(
            "min-h-0 min-w-0 flex-1 overflow-y-auto px-6 pt-6 pb-16 outline-offset-[-2px] max-md:px-4",
            view === "both" && "border-line border-l max-md:hidden",
          )}
        >
          <div className={cn("w-full", view === "read" && "mx-auto max-w-[76ch]")}>
            <DocumentTitle document={document} isReadOnly={isReadOnly} />
            <h2 className="sr-only">Text</h2>
            {shown.trim() ? (
              <div className="[&_.prose-mc_h3]:text-lg">
                <LazyMarkdown source={shown} accountSlug={slug} />
              </div>
            ) : (
              <p className="text-ink-3">
                {isReadOnly ? "This document is empty." : "Nothing written yet. Choose “Write” to begin."}
              </p>
            )}
          </div>
        </section>
      )}
    </div>
  );
}
