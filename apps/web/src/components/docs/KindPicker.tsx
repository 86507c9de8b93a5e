"use client";
import { DOCUMENT_KINDS } from "@mc/shared/document/kinds";
import { ChevronDown } from "lucide-react";
import { type Choice, ChoiceMenu } from "@/components/tasks/choice-menu";
import { Button } from "@/components/ui/button";
import { KIND_LOOK } from "./document-kinds";
import { useDocumentCommands } from "./use-document-commands";
import type { DocumentFull } from "./use-documents";

/** What the document is, and what it could be; a file has no text, so that nothing can begin with it. */
export function KindPicker({ document }: { document: Pick<DocumentFull, "documentId" | "kind" | "file"> }) {
  const { changeKind } = useDocumentCommands();
  const { documentId, kind } = document;
  const choices = DOCUMENT_KINDS.map((value): Choice => {
    const { label, icon: Icon, purpose } = KIND_LOOK[value];
    const isOpen = value !== "template" || document.file === null;
    const note = isOpen ? purpose : "A file has no text to begin with";
    return { value, label, glyph: <Icon aria-hidden className="size-4 text-ink-3" />, isOpen, note };
  });
  const choose = (value: string): void => {
    const next = DOCUMENT_KINDS.find((each) => each === value);
    if (next && next !== kind) void changeKind(documentId, next);
  };
  const trigger = (
    <Button
      variant="quiet"
      size="sm"
      aria-label={`Kind: ${KIND_LOOK[kind].label}`}
      className="-ml-1.5 gap-0.5 px-1.5 text-ink-3 text-xs"
    >
      {KIND_LOOK[kind].label}
      <ChevronDown aria-hidden className="size-3.5" />
    </Button>
  );
  return <ChoiceMenu choices={choices} value={kind} onChoose={choose} trigger={trigger} />;
}
