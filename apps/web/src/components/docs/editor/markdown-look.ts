// How Markdown source looks while it is written: headings stand out, its signs step back. Made from the syntax tree, with
// classes of our own, so that both themes come from the same tokens.
import { syntaxTree } from "@codemirror/language";
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";

const CLASS_OF: Readonly<Record<string, string>> = {
  ATXHeading1: "cm-md-heading cm-md-h1",
  ATXHeading2: "cm-md-heading cm-md-h2",
  ATXHeading3: "cm-md-heading",
  ATXHeading4: "cm-md-heading",
  SetextHeading1: "cm-md-heading cm-md-h1",
  SetextHeading2: "cm-md-heading cm-md-h2",
  StrongEmphasis: "cm-md-strong",
  Emphasis: "cm-md-emphasis",
  Strikethrough: "cm-md-gone",
  InlineCode: "cm-md-code",
  FencedCode: "cm-md-code",
  CodeBlock: "cm-md-code",
  Blockquote: "cm-md-quote",
  Link: "cm-md-link",
  URL: "cm-md-sign",
  HeaderMark: "cm-md-sign",
  EmphasisMark: "cm-md-sign",
  StrikethroughMark: "cm-md-sign",
  QuoteMark: "cm-md-sign",
  ListMark: "cm-md-sign",
  TaskMarker: "cm-md-sign",
  LinkMark: "cm-md-sign",
  CodeMark: "cm-md-sign",
  TableDelimiter: "cm-md-sign",
  HorizontalRule: "cm-md-sign",
};

const MARKS = new Map(
  Object.entries(CLASS_OF).map(([name, value]) => [name, Decoration.mark({ class: value })]),
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const mark = MARKS.get(node.name);
        if (mark && node.to > node.from) builder.add(node.from, node.to, mark);
      },
    });
  }
  return builder.finish();
}

const decorations = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
      if (update.docChanged || update.viewportChanged || isParsed) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const theme = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--text-base)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.65", overflow: "auto" },
  ".cm-content": { padding: "16px 0 40vh", caretColor: "var(--accent)" },
  // as wide and in the same place as the text that is read
  ".cm-line": { padding: "0 max(16px, calc((100% - 42.75rem) / 2))" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in oklab, var(--accent) 26%, transparent)",
  },
  ".cm-placeholder": { color: "var(--ink-3)" },
  ".cm-md-heading": { fontWeight: "600" },
  ".cm-md-h1": { fontSize: "1.2em" },
  ".cm-md-h2": { fontSize: "1.08em" },
  ".cm-md-strong": { fontWeight: "600" },
  ".cm-md-emphasis": { fontStyle: "italic" },
  ".cm-md-gone": { textDecoration: "line-through" },
  ".cm-md-code": { color: "var(--ink-2)" },
  ".cm-md-quote": { color: "var(--ink-2)" },
  ".cm-md-link": { color: "var(--accent)" },
  ".cm-md-sign": { color: "var(--ink-3)", fontWeight: "400" },
});

export const markdownLook: Extension = [decorations, theme];
