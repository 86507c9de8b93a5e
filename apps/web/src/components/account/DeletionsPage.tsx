"use client";
import { EntryPage, inlineLinkStyle } from "@/components/auth/EntryPage";
import { ErrorState } from "@/components/frame/ErrorState";
import { useMyDeletions } from "@/components/settings/use-ownership";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useSignInFirst } from "./use-sign-in-first";

/** How far the accounts are that a person has deleted. The work goes on without this page. */
export function DeletionsPage() {
  const deletions = useMyDeletions();
  useSignInFirst("/deletions");
  const isNone = deletions.status === "ready" && deletions.data.length === 0;
  return (
    <EntryPage
      title="Deleted accounts"
      intro={
        isNone
          ? "You deleted none in the last month. While one is erased, it shows here how far that is."
          : "They are closed for everybody already. Erasing what was in them goes on by itself; you can leave this page."
      }
      footer={
        <Link href="/" className={inlineLinkStyle}>
          Go to your account
        </Link>
      }
    >
      {deletions.status === "loading" ? (
        <Loading label="Loading the deletions">
          <Skeleton className="h-14 w-full" />
        </Loading>
      ) : null}
      {deletions.status === "error" ? <ErrorState error={deletions.error} /> : null}
      {deletions.status === "ready" && deletions.data.length > 0 ? (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {deletions.data.map((deletion) => (
            <li key={deletion.deletionId} className="flex flex-col gap-1.5 py-3">
              <div className="flex items-baseline justify-between gap-3">
                <span className="truncate font-medium text-sm">{deletion.name}</span>
                <span className="figures text-ink-3 text-xs">/{deletion.slug}</span>
              </div>
              <Progress label={`Erasing ${deletion.name}`} percent={deletion.percent} />
              <p className="text-ink-3 text-sm" role="status">
                {deletion.endedAt === null
                  ? `Erasing, ${deletion.percent} %: ${deletion.rows.toLocaleString("en")} rows so far`
                  : `Erased: ${deletion.rows.toLocaleString("en")} rows and ${deletion.files.toLocaleString("en")} files`}
              </p>
            </li>
          ))}
        </ul>
      ) : null}
    </EntryPage>
  );
}
