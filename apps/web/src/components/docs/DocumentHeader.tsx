"use client";
import { BookOpen, ChevronRight, Columns2, MoreHorizontal, Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";
import { cn } from "@/lib/cn";
import type { View } from "./DocumentView";
import { folderPath } from "./folder-tree";
import { SaveState } from "./SaveState";
import { placeHref } from "./use-docs-place";
import type { DocumentEditor } from "./use-document-editor";
import { type DocumentFull, useFolders } from "./use-documents";

const Menu = onDemand(() => import("./DocumentMenuOpen").then((module) => module.DocumentMenuOpen));

const MODES = [
  { view: "read", label: "Read", icon: BookOpen, className: "" },
  { view: "write", label: "Write", icon: Pencil, className: "" },
  { view: "both", label: "Write and read", icon: Columns2, className: "max-md:hidden" },
] as const;

type Props = {
  document: DocumentFull;
  /** null when the text cannot be edited. */
  editor: DocumentEditor | null;
  view: View | null;
  onView: (view: View) => void;
  details: ReactNode;
};

/** Where the document is, whether it is saved, how it is shown. */
export function DocumentHeader({ document, editor, view, onView, details }: Props) {
  const { slug } = useAccount();
  const folders = dataOf(useFolders()) ?? [];
  const path = folderPath(folders, document.folderId);
  const trigger = (
    <Button variant="quiet" size="icon-sm" aria-label="Document actions">
      <MoreHorizontal aria-hidden />
    </Button>
  );
  return (
    <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b px-4 text-sm max-md:px-3">
      <nav aria-label="Place" className="flex min-w-0 items-center gap-1.5 overflow-hidden">
        <Link href={`/${slug}/docs`} className="flex h-full shrink-0 items-center text-ink-2 hover:text-ink">
          Documents
        </Link>
        {path.map((folder) => (
          <span key={folder.folderId} className="flex min-w-0 items-center gap-1.5 max-sm:hidden">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-3" />
            <Link
              href={placeHref(slug, { kind: "folder", folderId: folder.folderId })}
              className="truncate text-ink-2 hover:text-ink"
            >
              {folder.name}
            </Link>
          </span>
        ))}
      </nav>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        {editor ? <SaveState editor={editor} version={document.latestVersion} /> : null}
        {view === null ? null : (
          <fieldset className="flex">
            <legend className="sr-only">Show</legend>
            {MODES.map((mode) => (
              <Button
                key={mode.view}
                variant="quiet"
                size="icon-sm"
                aria-label={mode.label}
                title={mode.label}
                aria-pressed={view === mode.view}
                className={cn(mode.className, view === mode.view && "bg-pressed text-ink")}
                onClick={() => onView(mode.view)}
              >
                <mode.icon aria-hidden />
              </Button>
            ))}
          </fieldset>
        )}
        {details}
        {document.trashed ? null : <Menu document={document} folders={folders} trigger={trigger} />}
      </div>
    </header>
  );
}
