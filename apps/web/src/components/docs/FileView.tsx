"use client";
import { Download, FileWarning, Loader } from "lucide-react";
import { Button } from "@/components/ui/button";
import { sameOrigin } from "@/lib/same-origin";
import { bytes } from "./bytes";
import type { DocumentFull } from "./use-documents";

/** An uploaded file: seen when it is a picture, else fetched. Only files that were found harmless have an address. */
export function FileView({ document }: { document: DocumentFull }) {
  const { upload } = document;
  if (!upload) return <p className="text-ink-3">The file is gone.</p>;
  if (upload.status === "refused")
    return (
      <p className="flex gap-2 text-sm">
        <FileWarning aria-hidden className="size-5 shrink-0 text-danger" />
        <span>
          <strong className="font-medium">{upload.name} was refused.</strong> {upload.reason} The file was not
          kept; move this entry to the trash and upload another one.
        </span>
      </p>
    );
  if (upload.url === null)
    return (
      <p role="status" className="flex items-center gap-2 text-ink-2 text-sm">
        <Loader aria-hidden className="size-4" /> {upload.name} is being checked. It opens as soon as that is
        done.
      </p>
    );
  const url = sameOrigin(upload.url);
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Button asChild variant="primary">
          <a href={url} download={upload.name}>
            <Download aria-hidden /> Download
          </a>
        </Button>
        <p className="text-ink-2 text-sm">
          {upload.name} <span className="figures text-ink-3 text-xs">{bytes(upload.size)}</span>
        </p>
      </div>
      {upload.contentType.startsWith("image/") ? (
        // biome-ignore lint/performance/noImgElement: a file of our own origin, of any size
        <img
          src={url}
          alt={document.title}
          className="max-h-[70vh] max-w-full rounded-md border border-line object-contain"
        />
      ) : null}
    </div>
  );
}
