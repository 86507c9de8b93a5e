"use client";
import { tableLabel } from "@mc/shared/account/transferWords";
import { useAccount } from "@/components/account/use-account";
import { bytes } from "@/components/docs/bytes";
import { useStorageUse } from "@/components/docs/use-documents";
import { ErrorState } from "@/components/frame/ErrorState";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useExport, useImportStatus } from "./use-export";

/** What the account holds, and a copy of it to take away. */
export function DataSettingsPage() {
  const { can, name } = useAccount();
  const storage = useStorageUse();
  const { run, progress, note, isBusy } = useExport();
  const mayExport = can("settings.manage");
  return (
    <SettingsLayout>
      <SettingsSection
        title="Files"
        description="Uploaded to documents and threads. Deleting them frees the space."
      >
        {storage.status === "loading" ? <Skeleton className="h-8 w-full max-w-md" /> : null}
        {storage.status === "error" ? <ErrorState error={storage.error} /> : null}
        {storage.status === "ready" ? (
          <div className="flex max-w-md flex-col gap-1.5">
            <Progress
              label="Space used by files"
              percent={(100 * storage.data.usedBytes) / storage.data.quotaBytes}
            />
            <p className="text-ink-3 text-sm">
              {bytes(storage.data.usedBytes)} of {bytes(storage.data.quotaBytes)}, at most{" "}
              {bytes(storage.data.uploadBytes)} per file
            </p>
          </div>
        ) : null}
      </SettingsSection>
      <SettingsSection
        title="Export"
        description={
          mayExport
            ? `One JSON file with everything in ${name}: people, agents, tasks, threads, documents with their versions, runs and activities. Files travel in it, up to 240 MB of them. Credentials and inboxes stay here. The export is recorded in the audit log.`
            : "Admins take a copy of the account."
        }
      >
        {mayExport ? (
          <div className="flex flex-col items-start gap-2">
            <Button onClick={() => void run()} isBusy={isBusy}>
              {isBusy ? "Exporting…" : "Export as JSON"}
            </Button>
            {progress ? (
              <div className="flex w-full max-w-md flex-col gap-1.5">
                <Progress label="Exporting the account" percent={progress.percent} />
                <p className="figures text-ink-3 text-sm">
                  {progress.percent} %, {progress.rows.toLocaleString("en")} rows,{" "}
                  {tableLabel(progress.table)}
                </p>
              </div>
            ) : null}
            {note === null || isBusy ? null : (
              <p role="status" className="max-w-md text-sm">
                {note}
              </p>
            )}
          </div>
        ) : null}
      </SettingsSection>
      <SettingsSection
        title="Import"
        description="An exported file becomes a new account of whoever imports it. Nothing of this account is changed by it."
      >
        <ImportState />
      </SettingsSection>
      <SettingsSection
        title="Backup"
        description={
          <>
            Whoever runs this installation backs it up and brings it to another one with{" "}
            <code className="figures whitespace-nowrap text-xs">npx convex export</code> and{" "}
            <code className="figures whitespace-nowrap text-xs">npx convex import</code>, which take all
            accounts with their files and their history.
          </>
        }
      >
        {null}
      </SettingsSection>
    </SettingsLayout>
  );
}

/** Where this account came from, when it was imported, and the way to import another one. */
function ImportState() {
  const imported = useImportStatus();
  const data = imported.status === "ready" ? imported.data : null;
  return (
    <div className="flex flex-col items-start gap-2">
      {data ? (
        <p className="text-ink-2 text-sm" role="status">
          {data.isRunning
            ? `The import of ${data.source.name} is not through: ${data.rowsDone.toLocaleString("en")} of ${data.rows.toLocaleString("en")} rows are here. Choose the same file again, and it goes on.`
            : `This account was imported from ${data.source.name}, as it was exported `}
          {data.isRunning ? null : <RelativeTime at={data.source.exportedAt} />}
        </p>
      ) : null}
      <Button asChild>
        <Link href="/new-account/import">{data?.isRunning ? "Go on with the import" : "Import a file"}</Link>
      </Button>
    </div>
  );
}
