"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { useRoster } from "@/components/tasks/use-roster";
import { plural } from "@/lib/format";
import { Author } from "./Author";
import { type DocumentFull, type DocumentVersion, useVersions } from "./use-documents";
import { groupVersions, type VersionGroup } from "./version-groups";

const VersionDialog = dynamic(() => import("./VersionDialog").then((module) => module.VersionDialog), {
  ssr: false,
});

/** Every version, the saves of one sitting as one entry; each opens with what it changed. */
export function HistoryPanel({ document }: { document: DocumentFull }) {
  const versions = useVersions(document.documentId);
  const roster = useRoster();
  const [open, setOpen] = useState<VersionGroup<DocumentVersion> | null>(null);
  if (versions.status === "loading")
    return (
      <div className="px-4">
        <ListSkeleton label="Loading the history" />
      </div>
    );
  if (versions.status === "error") return <ErrorState error={versions.error} />;
  return (
    <div className="px-2 py-2">
      <ol aria-label="Versions" className="flex flex-col">
        {groupVersions(versions.items).map((group) => {
          const { latest } = group;
          const isNow = latest.version === document.latestVersion;
          const icon = roster.agents.find((agent) => agent.name === latest.author)?.icon ?? null;
          return (
            <li key={latest.version}>
              <button
                type="button"
                onClick={() => setOpen(group)}
                className="flex w-full items-start gap-2 rounded-sm px-2 py-2 text-left transition-colors hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <Author
                    name={latest.author}
                    kind={latest.authorKind}
                    icon={icon}
                    className="font-medium text-sm"
                  />
                  <span className="mt-0.5 block text-ink-3 text-xs">
                    {isNow ? "Now" : <RelativeTime at={latest.at} />}
                    {group.count > 1 ? ` · ${plural(group.count, "save")}` : ""}
                  </span>
                </span>
                <span className="figures pt-0.5 text-ink-3 text-xs">v{latest.version}</span>
              </button>
            </li>
          );
        })}
      </ol>
      <LoadMore list={versions} label="Show older versions" />
      {open ? <VersionDialog document={document} group={open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
