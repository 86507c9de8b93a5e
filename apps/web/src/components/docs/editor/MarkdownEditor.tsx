"use client";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { markdownExtensions, replaceText } from "./extensions";

type Props = {
  value: string;
  label: string;
  onChange: (text: string) => void;
  onSave: () => void;
  shouldFocus: boolean;
};

/** Markdown as source. Follows `value`, so that what others write appears without losing one's place. */
export default function MarkdownEditor({ value, label, onChange, onSave, shouldFocus }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const start = useRef({ value, shouldFocus });
  const listeners = useRef({ onChange, onSave });
  useEffect(() => {
    listeners.current = { onChange, onSave };
  });
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const editor = new EditorView({
      parent,
      state: EditorState.create({
        doc: start.current.value,
        extensions: markdownExtensions({ label, isReadOnly: false, listeners: () => listeners.current }),
      }),
    });
    view.current = editor;
    if (start.current.shouldFocus) editor.focus();
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [label]);
  useEffect(() => {
    if (view.current) replaceText(view.current, value);
  }, [value]);
  return <div ref={place} className="h-full min-h-0 has-[.cm-focused]:outline-none" />;
}
