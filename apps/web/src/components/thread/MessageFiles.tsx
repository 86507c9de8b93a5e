import { FileText, FileWarning, Loader } from "lucide-react";
import { bytes } from "@/components/docs/bytes";
import { sameOrigin } from "@/lib/same-origin";
import type { Message } from "./types";

type MessageFile = Message["files"][number];

/** Files of a message: pictures are seen, the others fetched; one that is being checked or was refused says so. */
export function MessageFiles({ files }: { files: readonly MessageFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Attached files" className="mt-1.5 flex flex-wrap items-start gap-2">
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the files of a message never change places
        <li key={index} className="max-w-full">
          <OneFile file={file} />
        </li>
      ))}
    </ul>
  );
}

const rowStyle = "flex min-h-9 max-w-full items-center gap-2 rounded-sm border border-line px-2.5 text-sm";

function OneFile({ file }: { file: MessageFile }) {
  if (file.status === "refused")
    return (
      <p className={rowStyle}>
        <FileWarning aria-hidden className="size-4 shrink-0 text-danger" />
        <span className="min-w-0">
          {file.name} was refused. <span className="text-ink-3">{file.reason}</span>
        </span>
      </p>
    );
  if (file.url === null)
    return (
      <p className={rowStyle}>
        <Loader aria-hidden className="size-4 shrink-0 text-ink-3" />
        <span className="min-w-0 truncate">{file.name}</span>
        <span className="shrink-0 text-ink-3 text-xs">is being checked</span>
      </p>
    );
  const url = sameOrigin(file.url);
  if (file.contentType.startsWith("image/"))
    return (
      <a href={url} target="_blank" rel="noreferrer noopener" title={file.name} className="block">
        {/* biome-ignore lint/performance/noImgElement: a file of our own origin, of any size */}
        <img
          src={url}
          alt={file.name}
          loading="lazy"
          className="max-h-72 max-w-full rounded-sm border border-line object-contain"
        />
      </a>
    );
  return (
    <a href={url} download={file.name} className={`${rowStyle} transition-colors hover:bg-hover`}>
      <FileText aria-hidden className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 truncate font-medium">{file.name}</span>
      <span className="figures shrink-0 text-ink-3 text-xs">{bytes(file.size)}</span>
    </a>
  );
}
