import { useState } from "react";
import type { CommandResult } from "@/lib/use-command";

type Edit = { readonly text: string; readonly from: string; readonly seenAt: number };

/**
 * Editing one text that others may change meanwhile. It remembers which version one began from; a refused save keeps
 * what was typed.
 */
export function useTextEdit(options: {
  value: string;
  updatedAt: number;
  save: (text: string, seenAt: number) => Promise<CommandResult<unknown>>;
}) {
  const { value, updatedAt, save } = options;
  const [edit, setEdit] = useState<Edit | null>(null);
  const [isSaving, setSaving] = useState(false);
  const begin = (): void => setEdit((current) => current ?? { text: value, from: value, seenAt: updatedAt });
  const cancel = (): void => setEdit(null);
  const commit = async (): Promise<void> => {
    if (!edit) return;
    if (edit.text.trim() === edit.from.trim()) return cancel();
    setSaving(true);
    // A change that left this text alone (a label, an assignee) is no conflict with it.
    const result = await save(edit.text.trim(), value === edit.from ? updatedAt : edit.seenAt);
    setSaving(false);
    if (result.ok) cancel();
  };
  return {
    text: edit?.text ?? value,
    isEditing: edit !== null,
    isDirty: edit !== null && edit.text.trim() !== edit.from.trim(),
    isSaving,
    begin,
    change: (text: string) =>
      setEdit((current) => ({ from: current?.from ?? value, seenAt: current?.seenAt ?? updatedAt, text })),
    commit,
    cancel,
  };
}
