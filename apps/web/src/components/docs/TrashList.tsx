"use client";
import { ArchiveRestore, Trash2 } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { fetched } from "@/lib/fetched";
import { toast } from "@/lib/toast";
import { KIND_LOOK } from "./document-kinds";
import { useDocumentCommands } from "./use-document-commands";
import { type DocumentSummary, useTrash } from "./use-documents";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** What was put into the trash, to be brought back or deleted for good. */
export function TrashList() {
  const { slug, can } = useAccount();
  const list = useTrash(true);
  const commands = useDocumentCommands();
  const [deleting, setDeleting] = useState<DocumentSummary | null>(null);
  const restore = async (document: DocumentSummary): Promise<void> => {
    const result = await commands.restore(document.documentId);
    if (result.ok) toast(`“${document.title}” restored`);
  };
  if (list.status === "loading")
    return (
      <div className="px-4 max-md:px-3">
        <ListSkeleton label="Loading the trash" />
      </div>
    );
  if (list.status === "error") return <ErrorState error={list.error} />;
  if (list.items.length === 0)
    return (
      <EmptyState title="The trash is empty" icon={<Trash2 aria-hidden />}>
        Documents that are moved to the trash stay here until an admin deletes them for good.
      </EmptyState>
    );
  return (
    <div className="px-2 pb-10 max-md:px-1">
      <ul aria-label="Trash" className="flex flex-col">
        {list.items.map((document) => {
          const Icon = KIND_LOOK[document.kind].icon;
          return (
            <li
              key={document.documentId}
              className="flex items-center gap-2.5 rounded-sm px-2 py-1.5 hover:bg-hover"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1">
                <Link
                  href={`/${slug}/docs/${document.documentId}`}
                  className="block truncate font-medium text-sm hover:underline"
                >
                  {document.title}
                </Link>
                {document.trashed ? (
                  <span className="block truncate text-ink-3 text-xs">
                    Trashed by {document.trashed.by} <RelativeTime at={document.trashed.at} />
                  </span>
                ) : null}
              </span>
              {can("document.write") ? (
                <Button
                  size="sm"
                  aria-label={`Restore ${document.title}`}
                  onClick={() => void restore(document)}
                >
                  <ArchiveRestore aria-hidden /> Restore
                </Button>
              ) : null}
              {can("document.delete") ? (
                <Button
                  variant="danger"
                  size="icon-sm"
                  aria-label={`Delete ${document.title} for good`}
                  onClick={() => setDeleting(document)}
                >
                  <Trash2 aria-hidden />
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      <LoadMore list={list} label="Show more" />
      {deleting ? (
        <ConfirmDialog
          isOpen
          title={`Delete “${deleting.title}” for good?`}
          description="Its versions, comments and file go with it and cannot be brought back."
          confirmLabel="Delete for good"
          onClose={() => setDeleting(null)}
          onConfirm={async () => void (await commands.remove(deleting.documentId))}
        />
      ) : null}
    </div>
  );
}
