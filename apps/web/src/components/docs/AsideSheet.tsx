"use client";
import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Trigger } from "@/components/ui/on-demand";
import { Sheet, SheetClose, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import { DocumentAside } from "./DocumentAside";
import type { DocumentFull } from "./use-documents";

/** The same beside the text, where there is no room for it. */
export function AsideSheet({ document, trigger }: { document: DocumentFull } & Trigger) {
  return (
    <Sheet defaultOpen>
      <SheetTrigger asChild>{trigger}</SheetTrigger>
      <SheetContent aria-describedby={undefined} className="sm:w-96">
        <div className="flex h-11 shrink-0 items-center justify-between pr-2 pl-4">
          <SheetTitle className="truncate font-medium text-sm">{document.title}</SheetTitle>
          <SheetClose asChild>
            <Button variant="quiet" size="icon-sm" aria-label="Close">
              <X aria-hidden />
            </Button>
          </SheetClose>
        </div>
        <DocumentAside document={document} />
      </SheetContent>
    </Sheet>
  );
}
