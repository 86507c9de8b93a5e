"use client";
import { Check, CircleAlert, Upload } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { bytes } from "./bytes";
import { ACCEPTED_ENDINGS } from "./upload";
import type { FolderId } from "./use-documents";
import { type UploadItem, useUpload } from "./use-upload";

const STATUS_WORDS = { checking: "Checking…", sending: "Sending…", done: "Uploaded", refused: "" } as const;

/** Takes files by choosing or dropping; says of each whether it was accepted and why not. */
export function UploadDialog({ folderId, onClose }: { folderId: FolderId | null; onClose: () => void }) {
  const { slug } = useAccount();
  const { items, room, upload, isBusy } = useUpload(folderId);
  const [isOver, setOver] = useState(false);
  const limits = room
    ? `Up to ${bytes(room.uploadBytes)} each; ${bytes(room.quotaBytes - room.usedBytes)} of ${bytes(room.quotaBytes)} free.`
    : "";
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="Upload files"
        description={`Images, PDF, office documents, text, Markdown, CSV and JSON. ${limits}`}
      >
        <DialogBody>
          <label
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(event) => {
              event.preventDefault();
              setOver(false);
              void upload([...event.dataTransfer.files]);
            }}
            className={cn(
              "flex min-h-32 flex-col items-center justify-center gap-1 rounded-md border border-line-strong/60 border-dashed px-4 py-6 text-center text-ink-2 text-sm transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2",
              isOver && "border-accent bg-accent-wash",
            )}
          >
            <Upload aria-hidden className="size-5 text-ink-3" />
            <span className="font-medium text-ink">Choose files</span>
            <span className="pointer-coarse:hidden">or drop them here</span>
            <input
              type="file"
              multiple
              accept={ACCEPTED_ENDINGS}
              className="sr-only"
              onChange={(event) => {
                void upload([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
          </label>
          <ul aria-label="Files" aria-live="polite" className="flex flex-col empty:-mt-4">
            {items.map((item) => (
              <UploadLine key={item.key} item={item} accountSlug={slug} />
            ))}
          </ul>
        </DialogBody>
        <DialogFooter>
          <Button variant={items.length > 0 ? "primary" : "outline"} disabled={isBusy} onClick={onClose}>
            {isBusy ? "Uploading…" : items.length > 0 ? "Done" : "Close"}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function UploadLine({ item, accountSlug }: { item: UploadItem; accountSlug: string }) {
  return (
    <li className="flex items-start gap-2 border-line border-t py-2 text-sm first:border-t-0">
      {item.status === "refused" ? (
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      ) : (
        <Check
          aria-hidden
          className={cn("mt-0.5 size-4 shrink-0", item.status === "done" ? "text-accent" : "opacity-0")}
        />
      )}
      <span className="min-w-0 flex-1">
        {item.documentId ? (
          <Link href={`/${accountSlug}/docs/${item.documentId}`} className="font-medium hover:underline">
            {item.name}
          </Link>
        ) : (
          <span className="font-medium">{item.name}</span>
        )}
        {item.reason ? <span className="block text-danger">Not uploaded. {item.reason}</span> : null}
      </span>
      <span className="shrink-0 text-ink-3 text-xs">
        {STATUS_WORDS[item.status]} <span className="figures">{bytes(item.size)}</span>
      </span>
    </li>
  );
}
