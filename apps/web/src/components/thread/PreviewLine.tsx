import { Kbd } from "@/components/ui/kbd";
import type { SendPreview } from "./types";

/** "Notifies Ada · wakes Theo", before anything is sent. Its line is always there, so that nothing moves. */
export function PreviewLine({ preview, isEmpty }: { preview: SendPreview | null; isEmpty: boolean }) {
  return (
    <div className="mt-1.5 flex min-h-5 items-center gap-2 text-xs">
      <p role="status" className="min-w-0 flex-1 text-ink-2">
        {preview ? <Words preview={preview} /> : null}
      </p>
      {isEmpty ? null : (
        <span className="shrink-0 text-ink-3 pointer-coarse:hidden">
          <Kbd>Ctrl</Kbd> <Kbd>↵</Kbd> sends
        </span>
      )}
    </div>
  );
}

function Words({ preview }: { preview: SendPreview }) {
  const [problem] = preview.problems;
  if (problem) {
    return (
      <span className="text-danger">
        {problem.text} could mean {problem.candidates.join(" or ")}. Write which one.
      </span>
    );
  }
  const notifies = preview.notifies.map((each) => each.name).join(", ");
  const wakes = preview.wakes.map((each) => each.name).join(", ");
  if (!notifies && !wakes) return <>Notifies nobody</>;
  return (
    <>
      {notifies ? (
        <>
          Notifies <strong className="font-medium text-ink">{notifies}</strong>
        </>
      ) : null}
      {notifies && wakes ? " · " : null}
      {wakes ? (
        <>
          {notifies ? "wakes" : "Wakes"} <strong className="font-medium text-ink">{wakes}</strong>
        </>
      ) : null}
    </>
  );
}
