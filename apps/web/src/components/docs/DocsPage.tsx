"use client";
import { Plus, FolderTree as TreeIcon, Upload } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { FLAG } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { DocumentList } from "./DocumentList";
import { FolderTree } from "./FolderTree";
import { folderPath } from "./folder-tree";
import { TrashList } from "./TrashList";
import { type DocsPlace, folderOf, useDocsPlace } from "./use-docs-place";
import { type Folder, useFolders } from "./use-documents";

const NewDocumentDialog = fetched(() =>
  import("./NewDocumentDialog").then((module) => module.NewDocumentDialog),
);
const UploadDialog = fetched(() => import("./UploadDialog").then((module) => module.UploadDialog));
const FolderDrawer = onDemand(() => import("./FolderDrawer").then((module) => module.FolderDrawer), "dialog");

const PARAMS = { new: FLAG };
const GONE = {
  code: "not_found",
  title: "Not found",
  message: "There is no such folder any more.",
  step: "go_back",
} as const;

/** Folders at the left, the documents of the chosen one beside them; on a phone the folders are in a drawer. */
export function DocsPage() {
  const { slug, can } = useAccount();
  const place = useDocsPlace();
  const folders = useFolders();
  const [{ new: isCreating }, setAddress] = useAddress(PARAMS);
  const [isUploading, setUploading] = useState(false);
  const list = folders.status === "ready" ? folders.data : [];
  const folderId = folderOf(place, list);
  const canWrite = can("document.write");
  const why = canWrite ? undefined : "Viewers cannot write documents. Ask an admin for the member role.";
  const isGone = place.kind === "folder" && folders.status === "ready" && folderId === null;

  return (
    <div className="flex min-h-0 flex-1">
      <div className="hidden w-60 shrink-0 flex-col border-line border-r lg:flex">
        <FolderTree folders={folders} place={place} />
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto">
        <PageHeader
          title="Documents"
          actions={
            <>
              <Button
                disabled={!canWrite}
                title={why}
                aria-label="Upload files"
                onClick={() => setUploading(true)}
              >
                <Upload aria-hidden /> <span className="max-sm:hidden">Upload</span>
              </Button>
              <Button
                variant="primary"
                disabled={!canWrite}
                title={why}
                onClick={() => setAddress({ new: true })}
              >
                <Plus aria-hidden /> New document
              </Button>
            </>
          }
        >
          <FolderDrawer
            folders={folders}
            place={place}
            trigger={
              <Button variant="quiet" size="sm" className="lg:hidden">
                <TreeIcon aria-hidden /> {placeName(place, list)}
              </Button>
            }
          />
          <PlaceTitle place={place} folders={list} />
        </PageHeader>
        {isGone ? (
          <ErrorState error={GONE} backHref={`/${slug}/docs`} backLabel="All documents" />
        ) : place.kind === "trash" ? (
          <TrashList />
        ) : (
          <DocumentList
            place={place}
            folderId={folderId}
            folders={list}
            isReady={place.kind !== "folder" || folderId !== null}
            onCreate={() => setAddress({ new: true })}
          />
        )}
      </div>
      {isCreating && canWrite ? (
        <NewDocumentDialog folderId={folderId} onClose={() => setAddress({ new: false })} />
      ) : null}
      {isUploading ? <UploadDialog folderId={folderId} onClose={() => setUploading(false)} /> : null}
    </div>
  );
}

const PLACE_NAME = { recent: "All documents", top: "In no folder", trash: "Trash" } as const;

function placeName(place: DocsPlace, folders: readonly Folder[]): string {
  if (place.kind !== "folder") return PLACE_NAME[place.kind];
  return folders.find((folder) => folder.folderId === place.folderId)?.name ?? "Folder";
}

function PlaceTitle({ place, folders }: { place: DocsPlace; folders: readonly Folder[] }) {
  const path = place.kind === "folder" ? folderPath(folders, folderOf(place, folders)) : [];
  const words = path.length > 0 ? path.map((folder) => folder.name).join(" / ") : placeName(place, folders);
  return <p className="hidden min-w-0 truncate text-ink-2 text-sm lg:block">{words}</p>;
}
