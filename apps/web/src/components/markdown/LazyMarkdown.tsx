"use client";
import { fetched } from "@/lib/fetched";

type Props = { source: string; accountSlug: string; mentioned?: readonly string[] };

/** Until the reader of Markdown is there, and without a connection, the text stands as it was typed. */
function PlainText({ source }: Props) {
  return <div className="prose-mc whitespace-pre-wrap">{source}</div>;
}

export const LazyMarkdown = fetched<Props>(() => import("./Markdown").then((module) => module.default), {
  Place: PlainText,
  whenLost: "quiet",
});
