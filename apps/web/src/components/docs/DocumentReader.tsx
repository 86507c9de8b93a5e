"use client";
import { Copy, Maximize2 } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/lib/toast";
import { KIND_LOOK } from "./document-kinds";
import { type DocumentId, useDocument } from "./use-documents";

/** Reads a document over the page. */
export function DocumentReader({ documentId, onClose }: { documentId: DocumentId; onClose: () => void }) {
  const { slug } = useAccount();
  const document = useDocument(documentId);
  const title = document.status === "ready" ? document.data.title : "Document";
  const description =
    document.status === "ready"
      ? `${KIND_LOOK[document.data.kind].label} · version ${document.data.version} by ${document.data.author}`
      : undefined;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={title} description={description} className="top-[5vh] max-h-[90dvh] max-w-3xl">
        <div className="px-5 pt-2 pb-6">
          {document.status === "loading" ? (
            <Loading label="Loading the document" className="flex flex-col gap-2">
              <Skeleton className="h-4 w-full" />
              <Skeleton className="h-4 w-4/5" />
            </Loading>
          ) : null}
          {document.status === "error" ? <ErrorState error={document.error} /> : null}
          {document.status === "ready" ? (
            <LazyMarkdown source={document.data.content} accountSlug={slug} />
          ) : null}
        </div>
        {document.status === "ready" ? (
          <DialogFooter>
            <Button
              onClick={() =>
                void navigator.clipboard.writeText(document.data.content).then(() => toast("Markdown copied"))
              }
            >
              <Copy aria-hidden /> Copy Markdown
            </Button>
            <Button asChild variant="primary">
              <Link href={`/${slug}/docs/${documentId}`}>
                <Maximize2 aria-hidden /> Open document
              </Link>
            </Button>
          </DialogFooter>
        ) : null}
      </DialogContent>
    </Dialog>
  );
}
