"use client";
import dynamic from "next/dynamic";
import { createContext, useContext } from "react";

type Props = { source: string; accountSlug: string; mentioned?: readonly string[] };

const SourceContext = createContext("");

/** While the reader of Markdown loads, the text is there as it was typed. */
function PlainText() {
  return <div className="prose-mc whitespace-pre-wrap">{useContext(SourceContext)}</div>;
}

// without a connection it may not come: the text stays as it was typed, and the page stays
const Loaded = dynamic(() => import("./Markdown").catch(() => ({ default: PlainText })), {
  ssr: false,
  loading: PlainText,
});

export function LazyMarkdown(props: Props) {
  return (
    <SourceContext value={props.source}>
      <Loaded {...props} />
    </SourceContext>
  );
}
