import { counted, importNotes } from "@mc/shared/account/transferWords";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Progress } from "@/components/ui/progress";
import type { ImportProgress, ImportState } from "./use-import";

/** How far an import is, in rows and time. */
export function ImportRunning({ progress }: { progress: ImportProgress }) {
  const { percent, rows, what, leftMs } = progress;
  return (
    <div className="flex flex-col gap-1.5">
      <Progress label="Importing the account" percent={percent} />
      <p className="figures text-ink-3 text-sm">
        {percent} %, {rows.toLocaleString("en")} rows, {what}
        {leftMs === null ? "" : `, about ${timeLeft(leftMs)} left`}
      </p>
      <p className="text-ink-3 text-sm">
        Leave this page open. If it closes, choose the same file again and it goes on.
      </p>
    </div>
  );
}

/** What came over, what did not, and the way in. */
export function ImportOutcome({ done }: { done: Extract<ImportState, { kind: "done" }> }) {
  const notes = importNotes(done);
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="text-sm">
        {counted(done.rows, "row")} came over.
      </p>
      {notes.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 pl-5 text-ink-2 text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <p className="text-ink-2 text-sm">
        Agents and recurring tasks are paused. Resume them when you have looked around.
      </p>
      <Button asChild variant="primary" size="lg">
        <Link href={`/${done.slug}`}>Open the account</Link>
      </Button>
    </div>
  );
}

function timeLeft(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes > 1 ? `${minutes} min` : "a minute";
}
