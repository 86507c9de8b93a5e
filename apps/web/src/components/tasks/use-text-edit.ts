import { useEffect, useState } from "react";
import type { CommandResult } from "@/lib/use-command";

type Edit = { readonly text: string; readonly from: string };

/**
 * Editing one text that others may change meanwhile. It remembers which text one began from; a refused save keeps
 * what was typed, and one that succeeds keeps what was typed since.
 */
export function useTextEdit(options: {
  value: string;
  save: (text: string, from: string) => Promise<CommandResult<unknown>>;
}) {
  const { value, save } = options;
  const [edit, setEdit] = useState<Edit | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [isNext, setNext] = useState(false);
  const begin = (): void => setEdit((current) => current ?? { text: value, from: value });
  const cancel = (): void => {
    setEdit(null);
    setNext(false);
  };
  const commit = async (): Promise<void> => {
    // one after the other: the next begins from what this one leaves
    if (isSaving) return setNext(true);
    if (!edit) return;
    const sent = edit.text.trim();
    if (sent === edit.from.trim()) return cancel();
    setSaving(true);
    const result = await save(sent, edit.from);
    setSaving(false);
    if (!result.ok) return setNext(false);
    setEdit((current) =>
      current === null || current.text.trim() === sent ? null : { ...current, from: sent },
    );
  };
  useEffect(() => {
    if (isSaving || !isNext) return;
    setNext(false);
    void commit();
  });
  return {
    text: edit?.text ?? value,
    isEditing: edit !== null,
    isDirty: edit !== null && edit.text.trim() !== edit.from.trim(),
    isSaving,
    begin,
    change: (text: string) => setEdit((current) => ({ from: current?.from ?? value, text })),
    commit,
    cancel,
  };
}
