"use client";
import { MergeView } from "@codemirror/merge";
import { useEffect, useRef } from "react";
import { markdownExtensions } from "./extensions";
import "./merge.css";

type Props = {
  theirs: string;
  mine: string;
  theirsLabel: string;
  mineLabel: string;
  onChange: (text: string) => void;
};

/** Theirs on the left, mine on the right and open to editing, on a phone one above the other; arrows between them take a piece of theirs over. */
export default function MergeEditor({ theirs, mine, theirsLabel, mineLabel, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const start = useRef(mine);
  const listeners = useRef({ onChange });
  useEffect(() => {
    start.current = mine;
    listeners.current = { onChange };
  });
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const view = new MergeView({
      parent,
      a: {
        doc: theirs,
        extensions: markdownExtensions({
          label: theirsLabel,
          isReadOnly: true,
          listeners: () => ({ onChange: () => {} }),
        }),
      },
      b: {
        doc: start.current,
        extensions: markdownExtensions({
          label: mineLabel,
          isReadOnly: false,
          listeners: () => listeners.current,
        }),
      },
      revertControls: "a-to-b",
      renderRevertControl: () => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = "→";
        button.className = "mc-merge-take";
        button.setAttribute("aria-label", "Take this piece of theirs");
        button.title = "Take this piece of theirs";
        return button;
      },
      highlightChanges: true,
      gutter: true,
      collapseUnchanged: { margin: 3, minSize: 8 },
    });
    return () => view.destroy();
  }, [theirs, theirsLabel, mineLabel]);
  return <div ref={place} className="mc-merge min-h-0 flex-1 overflow-auto" />;
}
