"use client";
import {
  ChevronRight,
  Clock3,
  Folder as FolderIcon,
  FolderPlus,
  Inbox,
  MoreHorizontal,
  Trash2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { onDemand } from "@/components/ui/on-demand";
import { Skeleton } from "@/components/ui/skeleton";
import type { Async } from "@/lib/async";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { type FolderRow, folderRows, visibleRows } from "./folder-tree";
import { StorageBar } from "./StorageBar";
import { type DocsPlace, placeHref } from "./use-docs-place";
import type { Folder, FolderId } from "./use-documents";

const Menu = onDemand(() => import("./FolderMenuOpen").then((module) => module.FolderMenuOpen));
const FolderNameDialog = fetched(() =>
  import("./FolderNameDialog").then((module) => module.FolderNameDialog),
);

type Props = { folders: Async<readonly Folder[]>; place: DocsPlace };

/** The places of documents: by date, folders within folders, the trash. */
export function FolderTree({ folders, place }: Props) {
  const { slug, can } = useAccount();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [isCreating, setCreating] = useState(false);
  const canWrite = can("document.write");
  const rows = folderRows(folders.status === "ready" ? folders.data : []);
  const toggle = (folderId: string): void => {
    const next = new Set(folded);
    if (!next.delete(folderId)) next.add(folderId);
    setFolded(next);
  };
  return (
    <nav aria-label="Folders" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto p-2">
      <Place href={placeHref(slug, { kind: "recent" })} isHere={place.kind === "recent"} icon={<Clock3 />}>
        All documents
      </Place>
      <Place href={placeHref(slug, { kind: "top" })} isHere={place.kind === "top"} icon={<Inbox />}>
        In no folder
      </Place>
      <div className="mt-2 flex h-7 items-center justify-between pl-2">
        <h2 className="font-medium text-ink-3 text-xs">Folders</h2>
        {canWrite ? (
          <Button variant="quiet" size="icon-sm" aria-label="New folder" onClick={() => setCreating(true)}>
            <FolderPlus aria-hidden />
          </Button>
        ) : null}
      </div>
      {folders.status === "loading" ? <Skeleton className="mx-2 h-3 w-2/3" /> : null}
      {folders.status === "error" ? (
        <p className="px-2 text-danger text-sm">{folders.error.message}</p>
      ) : null}
      {folders.status === "ready" && rows.length === 0 ? (
        <p className="px-2 py-1 text-ink-3 text-sm">No folders yet.</p>
      ) : null}
      <ul className="flex flex-col gap-px">
        {visibleRows(rows, folded).map((row) => (
          <FolderLine
            key={row.folderId}
            row={row}
            rows={rows}
            isHere={place.kind === "folder" && place.folderId === row.folderId}
            isFolded={folded.has(row.folderId)}
            onToggle={() => toggle(row.folderId)}
          />
        ))}
      </ul>
      <div className="mt-2 border-line border-t pt-2">
        <Place href={placeHref(slug, { kind: "trash" })} isHere={place.kind === "trash"} icon={<Trash2 />}>
          Trash
        </Place>
      </div>
      <StorageBar />
      {isCreating ? (
        <FolderNameDialog parentId={null} folder={null} onClose={() => setCreating(false)} />
      ) : null}
    </nav>
  );
}

const lineStyle =
  "flex h-8 min-w-0 shrink-0 items-center gap-2 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink pointer-coarse:h-11 [&_svg]:size-4 [&_svg]:shrink-0 aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink";

function Place(props: { href: string; isHere: boolean; icon: ReactNode; children: string }) {
  const { href, isHere, icon, children } = props;
  return (
    <Link href={href} aria-current={isHere ? "page" : undefined} className={lineStyle}>
      <span aria-hidden>{icon}</span>
      {children}
    </Link>
  );
}

function FolderLine(props: {
  row: FolderRow<FolderId>;
  rows: readonly FolderRow<FolderId>[];
  isHere: boolean;
  isFolded: boolean;
  onToggle: () => void;
}) {
  const { row, rows, isHere, isFolded, onToggle } = props;
  const { slug, can } = useAccount();
  const trigger = (
    <button
      type="button"
      aria-label={`Actions for folder ${row.name}`}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-sm text-ink-3 opacity-0 transition-opacity hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/folder:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-70"
    >
      <MoreHorizontal aria-hidden className="size-4" />
    </button>
  );
  return (
    <li className="group/folder flex items-center" style={{ paddingInlineStart: `${row.depth * 14}px` }}>
      <button
        type="button"
        aria-label={`${isFolded ? "Open" : "Fold"} ${row.name}`}
        aria-expanded={!isFolded}
        onClick={onToggle}
        className={cn(
          "inline-flex size-6 shrink-0 items-center justify-center rounded-xs text-ink-3 hover:text-ink",
          !row.hasChildren && "invisible",
        )}
      >
        <ChevronRight aria-hidden className={cn("size-3.5 transition-transform", !isFolded && "rotate-90")} />
      </button>
      <Link
        href={placeHref(slug, { kind: "folder", folderId: row.folderId })}
        aria-current={isHere ? "page" : undefined}
        className={cn(lineStyle, "flex-1 px-1.5")}
      >
        <FolderIcon aria-hidden className="text-ink-3" />
        <span className="truncate">{row.name}</span>
      </Link>
      {can("document.write") ? <Menu row={row} rows={rows} trigger={trigger} /> : null}
    </li>
  );
}
