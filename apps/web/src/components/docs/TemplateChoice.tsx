"use client";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { type DocumentId, useDocumentList } from "./use-documents";

const EMPTY = "empty";

/** What the text begins with. Older templates are fetched page by page as long as there are any. */
export function TemplateChoice({
  value,
  onChange,
}: {
  value: DocumentId | null;
  onChange: (templateId: DocumentId | null) => void;
}) {
  const list = useDocumentList({});
  const templates =
    list.status === "ready" ? list.items.filter((each) => each.kind === "template" && !each.file) : [];
  const canLookFurther = list.status === "ready" && list.canLoadMore;
  return (
    <div className="flex flex-col gap-1.5">
      <span id="template-label" className="font-medium text-sm">
        Begin with
      </span>
      <Select
        value={value ?? EMPTY}
        onValueChange={(next) =>
          onChange(templates.find((template) => template.documentId === next)?.documentId ?? null)
        }
      >
        <SelectTrigger aria-labelledby="template-label" className="w-full" />
        <SelectContent>
          <SelectItem value={EMPTY}>An empty page</SelectItem>
          {templates.map((template) => (
            <SelectItem key={template.documentId} value={template.documentId} note="Template">
              {template.title}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      <p className="text-ink-3 text-sm">
        {templates.length === 0
          ? "Documents of the kind “Template” can be chosen here."
          : `${templates.length} ${templates.length === 1 ? "template" : "templates"} to choose from.`}{" "}
        {canLookFurther ? (
          <button
            type="button"
            className="rounded-xs text-accent underline underline-offset-2"
            onClick={() => list.loadMore()}
          >
            Look among older documents
          </button>
        ) : null}
      </p>
    </div>
  );
}
