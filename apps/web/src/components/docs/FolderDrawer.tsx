"use client";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { Trigger } from "@/components/ui/on-demand";
import { Sheet, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import type { Async } from "@/lib/async";
import { FolderTree } from "./FolderTree";
import type { DocsPlace } from "./use-docs-place";
import type { Folder } from "./use-documents";

/** The folders where there is no room beside the list; choosing one closes it. */
export function FolderDrawer({
  folders,
  place,
  trigger,
}: { folders: Async<readonly Folder[]>; place: DocsPlace } & Trigger) {
  const here = `${usePathname()}?${useSearchParams().toString()}`;
  const [openAt, setOpenAt] = useState<string | null>(here);
  return (
    <Sheet open={openAt === here} onOpenChange={(isOpen) => setOpenAt(isOpen ? here : null)}>
      <SheetTrigger asChild>{trigger}</SheetTrigger>
      <SheetContent side="left" aria-describedby={undefined} className="p-1 pb-3">
        <SheetTitle className="px-4 pt-3 pb-1 font-semibold">Documents</SheetTitle>
        <FolderTree folders={folders} place={place} />
      </SheetContent>
    </Sheet>
  );
}
