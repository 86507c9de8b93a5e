"use client";
import { useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { useRoster } from "@/components/tasks/use-roster";
import { fetched } from "@/lib/fetched";
import { Author } from "./Author";
import { type DocumentFull, type DocumentVersion, useVersions } from "./use-documents";
import { groupVersions, singleSave, type VersionGroup } from "./version-groups";

const VersionDialog = fetched(() => import("./VersionDialog").then((module) => module.VersionDialog));

type Group = VersionGroup<DocumentVersion>;

/** Every version, the saves of one sitting as one entry; each opens with what it changed. */
export function HistoryPanel({ document }: { document: DocumentFull }) {
  const versions = useVersions(document.documentId);
  // By the version before a sitting, which stays the same while the sitting goes on.
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const toggle = (before: number): void => {
    const next = new Set(unfolded);
    if (!next.delete(before)) next.add(before);
    setUnfolded(next);
  };
  const [open, setOpen] = useState<Group | null>(null);
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
          const { latest, before, saves } = group;
          const isUnfolded = unfolded.has(before);
          return (
            <li key={before}>
              <Entry group={group} isNow={latest.version === document.latestVersion} onOpen={setOpen} />
              {saves.length > 1 ? (
                <button
                  type="button"
                  aria-expanded={isUnfolded}
                  onClick={() => toggle(before)}
                  className="-mt-1 ml-7.5 rounded-xs px-1 pb-1.5 text-ink-3 text-xs hover:text-ink pointer-coarse:min-h-10"
                >
                  {isUnfolded ? "Hide the saves" : `${saves.length} saves`}
                </button>
              ) : null}
              {isUnfolded ? (
                <ol aria-label={`Saves of ${latest.author}`} className="ml-4.5 border-line border-l pl-1.5">
                  {saves.map((save) => (
                    <li key={save.version}>
                      <SaveEntry save={save} onOpen={() => setOpen(singleSave(save))} />
                    </li>
                  ))}
                </ol>
              ) : null}
            </li>
          );
        })}
      </ol>
      <LoadMore list={versions} label="Show older versions" />
      {open ? <VersionDialog document={document} group={open} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

const entryStyle =
  "flex w-full items-start gap-2 rounded-sm px-2 py-2 text-left transition-colors hover:bg-hover";

function Entry(props: { group: Group; isNow: boolean; onOpen: (group: Group) => void }) {
  const { group, isNow, onOpen } = props;
  const { latest } = group;
  const roster = useRoster();
  const icon = roster.agents.find((agent) => agent.name === latest.author)?.icon ?? null;
  return (
    <button type="button" onClick={() => onOpen(group)} className={entryStyle}>
      <span className="min-w-0 flex-1">
        <Author name={latest.author} kind={latest.authorKind} icon={icon} className="font-medium text-sm" />
        <span className="mt-0.5 block pl-6.5 text-ink-3 text-xs">
          {isNow ? "Now" : <RelativeTime at={latest.at} />}
        </span>
      </span>
      <span className="figures pt-0.5 text-ink-3 text-xs">v{latest.version}</span>
    </button>
  );
}

function SaveEntry({ save, onOpen }: { save: DocumentVersion; onOpen: () => void }) {
  return (
    <button type="button" onClick={onOpen} className={`${entryStyle} py-1`}>
      <RelativeTime at={save.at} className="min-w-0 flex-1" />
      <span className="figures text-ink-3 text-xs">v{save.version}</span>
    </button>
  );
}
