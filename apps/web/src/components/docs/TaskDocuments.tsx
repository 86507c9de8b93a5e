"use client";
import { FileText } from "lucide-react";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { type DocumentId, useTaskDocuments } from "./use-documents";

const DocumentReader = fetched(() => import("./DocumentReader").then((module) => module.DocumentReader), {
  whenLost: "in place",
});

/** Documents of a task; a click reads one. Nothing is shown while there are none. */
export function TaskDocuments({
  taskId,
  className,
}: {
  taskId: Parameters<typeof useTaskDocuments>[0];
  className?: string;
}) {
  const documents = useTaskDocuments(taskId);
  const [openId, setOpenId] = useState<DocumentId | null>(null);
  if (documents.status === "error")
    return <p className={cn("text-danger text-sm", className)}>{documents.error.message}</p>;
  if (documents.status === "loading" || documents.data.length === 0) return null;
  return (
    <section aria-label="Documents" className={cn("flex flex-col gap-1", className)}>
      <h2 className="text-ink-3 text-sm">Documents</h2>
      <ul className="-mx-2 flex flex-col">
        {documents.data.map((document) => (
          <li key={document.documentId}>
            <button
              type="button"
              onClick={() => setOpenId(document.documentId)}
              className="flex min-h-8 w-full items-center gap-2 rounded-sm px-2 py-1 text-left text-sm transition-colors hover:bg-hover"
            >
              <FileText aria-hidden className="size-4 shrink-0 text-ink-3" />
              <span className="min-w-0 flex-1 truncate font-medium">{document.title}</span>
              <span className="figures shrink-0 text-ink-3 text-xs">v{document.version}</span>
              <RelativeTime at={document.updatedAt} />
            </button>
          </li>
        ))}
      </ul>
      {openId ? <DocumentReader documentId={openId} onClose={() => setOpenId(null)} /> : null}
    </section>
  );
}
