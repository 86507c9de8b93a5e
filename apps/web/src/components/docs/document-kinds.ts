import type { DocumentKind } from "@mc/shared/document/kinds";
import { BookMarked, FileCheck2, FileText, LayoutTemplate, type LucideIcon } from "lucide-react";

/** A kind of document: its word, its sign, and what it is for. */
export const KIND_LOOK = {
  deliverable: { label: "Deliverable", icon: FileCheck2, purpose: "A result of work on a task" },
  note: { label: "Note", icon: FileText, purpose: "Something to remember" },
  template: { label: "Template", icon: LayoutTemplate, purpose: "A text to begin with" },
  reference: { label: "Reference", icon: BookMarked, purpose: "Something to look up" },
} as const satisfies Record<DocumentKind, { label: string; icon: LucideIcon; purpose: string }>;
