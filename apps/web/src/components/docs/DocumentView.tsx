"use client";
import { ArchiveRestore, PanelRight } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { oneOfOr } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { DocumentAside } from "./DocumentAside";
import { DocumentHeader } from "./DocumentHeader";
import { DocumentText } from "./DocumentText";
import { DocumentTitle } from "./DocumentTitle";
import { FileView } from "./FileView";
import { useDocumentCommands } from "./use-document-commands";
import { useDocumentEditor } from "./use-document-editor";
import type { DocumentFull } from "./use-documents";

const ConflictView = fetched(() => import("./ConflictView").then((module) => module.ConflictView), {
  whenLost: "in place",
});
const AsideSheet = onDemand(() => import("./AsideSheet").then((module) => module.AsideSheet), "dialog");

export const VIEWS = ["read", "write", "both"] as const;
export type View = (typeof VIEWS)[number];
const PARAMS = { view: oneOfOr(VIEWS, "read") };

export function DocumentView({ document }: { document: DocumentFull }) {
  const { can } = useAccount();
  const editor = useDocumentEditor(document);
  const [{ view }, setAddress] = useAddress(PARAMS);
  const isText = document.file === null;
  const isWritable = can("document.write") && document.trashed === null;
  const isConflict = isText && isWritable && editor.phase === "conflict";
  const details = (
    <Button variant="quiet" size="icon-sm" aria-label="History, comments and tasks" className="lg:hidden">
      <PanelRight aria-hidden />
    </Button>
  );
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel">
      <DocumentHeader
        document={document}
        editor={isText && isWritable ? editor : null}
        view={isText && isWritable && !isConflict ? view : null}
        onView={(next) => setAddress({ view: next })}
        details={<AsideSheet document={document} trigger={details} />}
      />
      {document.trashed ? <TrashedBar document={document} /> : null}
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {isConflict ? (
            <ConflictView document={document} editor={editor} />
          ) : isText ? (
            <DocumentText document={document} editor={editor} view={isWritable ? view : "read"} />
          ) : (
            <div className="min-h-0 flex-1 overflow-y-auto px-6 py-6 max-md:px-4">
              <DocumentTitle document={document} isReadOnly={!isWritable} />
              <FileView document={document} />
            </div>
          )}
        </div>
        <div className="hidden w-80 shrink-0 flex-col border-line border-l lg:flex">
          <DocumentAside document={document} />
        </div>
      </div>
    </div>
  );
}

function TrashedBar({ document }: { document: DocumentFull }) {
  const { can } = useAccount();
  const { restore } = useDocumentCommands();
  return (
    <div className="flex min-h-10 items-center gap-3 border-line border-b bg-sunken px-4 py-1.5 text-sm">
      <p className="min-w-0 flex-1">
        <strong className="font-medium">This document is in the trash.</strong> Restore it to change it.
      </p>
      {can("document.write") ? (
        <Button size="sm" onClick={() => void restore(document.documentId)}>
          <ArchiveRestore aria-hidden /> Restore
        </Button>
      ) : null}
    </div>
  );
}
