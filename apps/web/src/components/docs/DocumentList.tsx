"use client";
import { FileText, MoreHorizontal } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { useRoster } from "@/components/tasks/use-roster";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { Author } from "./Author";
import { KIND_LOOK } from "./document-kinds";
import { folderPath } from "./folder-tree";
import type { DocsPlace } from "./use-docs-place";
import { type DocumentSummary, type Folder, type FolderId, useDocumentList } from "./use-documents";

const Menu = onDemand(() => import("./DocumentMenuOpen").then((module) => module.DocumentMenuOpen));

type Props = {
  place: DocsPlace;
  folderId: FolderId | null;
  folders: readonly Folder[];
  isReady: boolean;
  onCreate: () => void;
};

/** The documents of a place: what kind, by whom, when. */
export function DocumentList({ place, folderId, folders, isReady, onCreate }: Props) {
  const { slug, can } = useAccount();
  const list = useDocumentList(isReady ? (place.kind === "recent" ? {} : { folderId }) : "skip");
  const roster = useRoster();
  const iconOf = (name: string): string | null =>
    roster.agents.find((agent) => agent.name === name)?.icon ?? null;
  if (list.status === "loading")
    return (
      <div className="px-4 max-md:px-3">
        <ListSkeleton label="Loading the documents" />
      </div>
    );
  if (list.status === "error") return <ErrorState error={list.error} />;
  if (list.items.length === 0)
    return (
      <EmptyState
        icon={<FileText aria-hidden />}
        title={place.kind === "recent" ? "No documents yet" : "Nothing in here"}
        action={
          can("document.write") ? (
            <Button variant="primary" onClick={onCreate}>
              {place.kind === "recent" ? "Write the first document" : "New document"}
            </Button>
          ) : null
        }
      >
        {place.kind === "recent"
          ? "What agents deliver appears here, beside notes, templates and references that people write."
          : "New documents that you make here stay here; others can be moved here from their menu."}
      </EmptyState>
    );
  return (
    <div className="px-2 pb-10 max-md:px-1">
      <div
        aria-hidden
        className="grid h-8 grid-cols-[minmax(0,1fr)_7rem_10rem_6rem_2rem] items-center gap-3 border-line border-b px-2 text-ink-3 text-xs max-md:hidden"
      >
        <span>Title</span>
        <span>Kind</span>
        <span>Last written by</span>
        <span className="text-right">Updated</span>
      </div>
      <ul aria-label="Documents" className="flex flex-col">
        {list.items.map((document) => (
          <DocumentRow
            key={document.documentId}
            document={document}
            accountSlug={slug}
            icon={iconOf(document.author)}
            place={place.kind === "recent" ? pathWords(folders, document.folderId) : null}
            folders={folders}
          />
        ))}
      </ul>
      <LoadMore list={list} label="Show more documents" />
    </div>
  );
}

function DocumentRow(props: {
  document: DocumentSummary;
  accountSlug: string;
  icon: string | null;
  place: string | null;
  folders: readonly Folder[];
}) {
  const { document, accountSlug, icon, place, folders } = props;
  const { can } = useAccount();
  const kind = KIND_LOOK[document.kind];
  const trigger = (
    <Button variant="quiet" size="icon-sm" aria-label={`Actions for ${document.title}`}>
      <MoreHorizontal aria-hidden />
    </Button>
  );
  return (
    <li className="group/row relative grid grid-cols-[minmax(0,1fr)_2rem] items-center gap-x-3 rounded-sm px-2 py-1.5 transition-colors hover:bg-hover md:grid-cols-[minmax(0,1fr)_7rem_10rem_6rem_2rem] compact:py-0.5">
      <Link
        href={`/${accountSlug}/docs/${document.documentId}`}
        className="flex min-w-0 items-center gap-2.5 after:absolute after:inset-0 after:rounded-sm focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
      >
        <kind.icon aria-hidden className="size-4 shrink-0 text-ink-3" />
        <span className="min-w-0">
          <span className="block truncate font-medium text-sm">{document.title}</span>
          <span className="block truncate text-ink-3 text-xs md:hidden">
            {kind.label} · {document.author}
          </span>
          {place ? <span className="block truncate text-ink-3 text-xs max-md:hidden">{place}</span> : null}
        </span>
      </Link>
      <span className="truncate text-ink-2 text-sm max-md:hidden">
        {kind.label}
        {document.file ? <span className="text-ink-3"> · file</span> : null}
      </span>
      <Author
        name={document.author}
        kind={document.authorKind}
        icon={icon}
        className="text-ink-2 text-sm max-md:hidden"
      />
      <RelativeTime at={document.updatedAt} className="text-right max-md:hidden" />
      <span className="relative z-10 justify-self-end">
        {can("document.write") ? (
          <Menu document={document} folders={folders} trigger={trigger} />
        ) : (
          <span className="block size-7" />
        )}
      </span>
    </li>
  );
}

function pathWords(folders: readonly Folder[], folderId: FolderId | null): string | null {
  return (
    folderPath(folders, folderId)
      .map((folder) => folder.name)
      .join(" / ") || null
  );
}
