import { Paperclip, TriangleAlert, X } from "lucide-react";
import { bytes } from "@/components/docs/bytes";
import { cn } from "@/lib/cn";
import type { Attachment } from "./use-attachments";

/** Files that go with the message, on their way, ready or refused with the reason. */
export function AttachmentChips({
  items,
  onRemove,
}: {
  items: readonly Attachment[];
  onRemove: (key: string) => void;
}) {
  if (items.length === 0) return null;
  return (
    <ul aria-label="Files of this message" className="mb-2 flex flex-wrap gap-1.5">
      {items.map((item) => (
        <li
          key={item.key}
          className={cn(
            "flex min-h-7 max-w-full items-center gap-1.5 rounded-sm border border-line pl-2 text-xs",
            item.status === "refused" && "border-danger/40 text-danger",
          )}
        >
          {item.status === "refused" ? (
            <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          ) : (
            <Paperclip aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          )}
          <span className="min-w-0 truncate">{item.name}</span>
          <span className="shrink-0 text-ink-3">
            {item.status === "sending" ? "sending…" : item.status === "refused" ? "" : bytes(item.size)}
          </span>
          {item.reason ? <span className="min-w-0">{item.reason}</span> : null}
          <button
            type="button"
            aria-label={`Remove ${item.name}`}
            onClick={() => onRemove(item.key)}
            className="flex size-7 items-center justify-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
    </ul>
  );
}
