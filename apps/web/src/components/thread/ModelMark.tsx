/** By which model an agent spoke. A scripted answer says so in words: it must never pass for a thought one. */
export function ModelMark({ model, isDemoModel }: { model: string | null; isDemoModel: boolean }) {
  if (isDemoModel)
    return (
      <span className="rounded-full border border-line px-1.5 text-ink-2 text-xs">scripted demo model</span>
    );
  if (!model) return null;
  return <span className="figures truncate text-ink-3 text-xs">{model}</span>;
}
