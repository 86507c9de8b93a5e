"use client";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { fetched } from "@/lib/fetched";

/** Holds the editor's place: the editor is large and only who writes needs it. */
function EditorPlace() {
  return (
    <Loading label="Loading the editor" className="flex flex-col gap-2.5 p-4">
      {["w-2/5", "w-full", "w-11/12", "w-4/5", "w-3/5"].map((width) => (
        <Skeleton key={width} className={`h-3.5 ${width}`} />
      ))}
    </Loading>
  );
}

export const MarkdownEditor = fetched(() => import("./MarkdownEditor").then((module) => module.default), {
  Place: EditorPlace,
  whenLost: "in place",
});
export const MergeEditor = fetched(() => import("./MergeEditor").then((module) => module.default), {
  Place: EditorPlace,
  whenLost: "in place",
});
