// What every editor of Markdown here can do. Tab is left alone: it must lead out of the editor for those who have no mouse.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { markdown } from "@codemirror/lang-markdown";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { markdownLook } from "./markdown-look";

export type Listeners = { readonly onChange: (text: string) => void; readonly onSave?: () => void };

export function markdownExtensions(options: {
  label: string;
  isReadOnly: boolean;
  listeners: () => Listeners;
}): Extension {
  const { label, isReadOnly, listeners } = options;
  return [
    history(),
    keymap.of([
      {
        key: "Mod-s",
        preventDefault: true,
        run: () => {
          listeners().onSave?.();
          return true;
        },
      },
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    markdown(),
    markdownLook,
    EditorView.lineWrapping,
    EditorState.readOnly.of(isReadOnly),
    EditorView.editable.of(!isReadOnly),
    // In the tab order also when it cannot be edited: it still scrolls.
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      spellcheck: "true",
      ...(isReadOnly ? { "aria-readonly": "true" } : {}),
    }),
    isReadOnly ? [] : placeholder("Write Markdown: # heading, **bold**, - list, @mention, #42"),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) listeners().onChange(update.state.doc.toString());
    }),
  ];
}

/** Makes the editor hold `text` by the smallest change, so that the caret and the scroll stay where they are. */
export function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  let start = 0;
  while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, text.length) - start;
  while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
  });
}
