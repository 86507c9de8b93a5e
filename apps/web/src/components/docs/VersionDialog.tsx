"use client";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { exactTime } from "@/lib/format";
import { toast } from "@/lib/toast";
import { DiffText } from "./DiffText";
import { useDocumentCommands } from "./use-document-commands";
import { type DocumentFull, type DocumentVersion, useComparison, useDocumentVersion } from "./use-documents";
import type { VersionGroup } from "./version-groups";

type Props = { document: DocumentFull; group: VersionGroup<DocumentVersion>; onClose: () => void };
type Show = "changes" | "since" | "text";

/** One version: what it changed, what changed since, its text; brought back with one press. */
export function VersionDialog({ document, group, onClose }: Props) {
  const { can } = useAccount();
  const commands = useDocumentCommands();
  const [show, setShow] = useState<Show>("changes");
  const { latest, before } = group;
  const isNow = latest.version === document.latestVersion;
  const choices: { value: Show; label: string }[] = [
    { value: "changes", label: "What it changed" },
    ...(isNow ? [] : [{ value: "since" as const, label: "Changed since" }]),
    { value: "text", label: "Text" },
  ];
  const restore = async (): Promise<void> => {
    const result = await commands.restoreVersion(document.documentId, latest.version, document.latestVersion);
    if (!result.ok) return;
    toast(`Version ${latest.version} restored as version ${result.value.version}`);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={`Version ${latest.version} by ${latest.author}`}
        description={exactTime(latest.at)}
        className="top-[5vh] max-h-[90dvh] max-w-3xl"
      >
        <DialogBody className="min-h-40 pb-6">
          <fieldset className="flex gap-1">
            <legend className="sr-only">Show</legend>
            {choices.map((choice) => (
              <Button
                key={choice.value}
                variant="quiet"
                size="sm"
                aria-pressed={show === choice.value}
                className={cn(show === choice.value && "bg-pressed text-ink")}
                onClick={() => setShow(choice.value)}
              >
                {choice.label}
              </Button>
            ))}
          </fieldset>
          {show === "changes" && before > 0 ? (
            <Comparison document={document} from={before} to={latest.version} />
          ) : null}
          {show === "since" ? (
            <Comparison document={document} from={latest.version} to={document.latestVersion} />
          ) : null}
          {show === "text" || (show === "changes" && before === 0) ? (
            <VersionText document={document} version={latest.version} />
          ) : null}
        </DialogBody>
        {isNow || !can("document.write") || document.trashed || document.file ? null : (
          <DialogFooter>
            <p className="mr-auto text-ink-3 text-sm">Later versions stay in the history.</p>
            <Button variant="primary" isBusy={commands.isRestoring} onClick={() => void restore()}>
              <RotateCcw aria-hidden /> Restore this version
            </Button>
          </DialogFooter>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Comparison({ document, from, to }: { document: DocumentFull; from: number; to: number }) {
  const comparison = useComparison(document.documentId, { from, to });
  if (comparison.status === "loading") return <TextPlace />;
  if (comparison.status === "error") return <ErrorState error={comparison.error} />;
  const { from: old, to: now } = comparison.data;
  return <DiffText before={old.content} after={now.content} />;
}

function VersionText({ document, version }: { document: DocumentFull; version: number }) {
  const { slug } = useAccount();
  const text = useDocumentVersion(document.documentId, version);
  if (text.status === "loading") return <TextPlace />;
  if (text.status === "error") return <ErrorState error={text.error} />;
  return text.data.content.trim() ? (
    <LazyMarkdown source={text.data.content} accountSlug={slug} />
  ) : (
    <p className="text-ink-3 text-sm">This version is empty.</p>
  );
}

function TextPlace() {
  return (
    <Loading label="Loading the version" className="flex flex-col gap-2">
      <Skeleton className="h-3.5 w-full" />
      <Skeleton className="h-3.5 w-4/5" />
      <Skeleton className="h-3.5 w-3/5" />
    </Loading>
  );
}
