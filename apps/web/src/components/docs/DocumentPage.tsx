"use client";
import { ChevronRight } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { DocumentView } from "./DocumentView";
import { type DocumentId, useDocument } from "./use-documents";

/** An id of the backend's; anything else is a mistyped address and is not asked for. */
const ID = /^[0-9a-z]{31,37}$/;

const MISSING = {
  code: "not_found",
  title: "Not found",
  message: "There is no such document in this account.",
  step: "go_back",
} as const;

/** One document with its text, its history, its comments and its tasks. */
export function DocumentPage({ documentId }: { documentId: DocumentId }) {
  const { slug } = useAccount();
  const isId = ID.test(documentId);
  const document = useDocument(isId ? documentId : null);
  const error = isId ? (document.status === "error" ? document.error : null) : MISSING;
  if (document.status === "ready") return <DocumentView key={documentId} document={document.data} />;
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-panel">
      <header className="flex h-11 shrink-0 items-center gap-1.5 border-line border-b px-4 text-sm">
        <Link href={`/${slug}/docs`} className="text-ink-2 hover:text-ink">
          Documents
        </Link>
        <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
      </header>
      {error ? (
        <>
          <h1 className="sr-only">Document</h1>
          <ErrorState error={error} backHref={`/${slug}/docs`} backLabel="All documents" />
        </>
      ) : (
        <Loading label="Loading the document" className="mx-auto flex w-full max-w-[72ch] flex-col gap-3 p-6">
          <Skeleton className="h-7 w-1/2" />
          {["w-full", "w-11/12", "w-4/5", "w-3/5"].map((width) => (
            <Skeleton key={width} className={`h-3.5 ${width}`} />
          ))}
        </Loading>
      )}
    </div>
  );
}
