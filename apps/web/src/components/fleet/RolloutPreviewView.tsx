import { Skeleton } from "@/components/ui/skeleton";
import type { Async } from "@/lib/async";
import { plural } from "@/lib/format";
import { leftAloneWords } from "./rollout-model";
import type { RolloutPreview } from "./use-fleet";

const NAMES = 4;

/** What a start would do: who, in which order, and who is left alone and why. */
export function RolloutPreviewView({
  preview,
  isCanary,
}: {
  preview: Async<RolloutPreview>;
  isCanary: boolean;
}) {
  return (
    <section
      aria-label="Preview"
      aria-live="polite"
      className="min-h-24 rounded-md border border-line bg-sunken p-3 text-sm"
    >
      {preview.status === "loading" ? <Skeleton className="h-16 w-full" /> : null}
      {preview.status === "error" ? <p className="text-danger">{preview.error.message}</p> : null}
      {preview.status === "ready" ? <Plan preview={preview.data} isCanary={isCanary} /> : null}
    </section>
  );
}

function Plan({ preview, isCanary }: { preview: RolloutPreview; isCanary: boolean }) {
  const { batches, skipped } = preview;
  const total = batches.flat().length;
  const reasons = new Map<string, number>();
  for (const { reason } of skipped) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return (
    <>
      <p className="font-medium">
        {total === 0
          ? "Nothing would be upgraded."
          : `${plural(total, "runtime")} in ${plural(batches.length, "step")}.`}
      </p>
      <ol className="mt-1 flex max-h-44 flex-col gap-0.5 overflow-y-auto text-ink-2">
        {batches.map((batch, index) => (
          <li key={batch[0]?.runtimeId ?? index} className="flex gap-2">
            <span className="w-20 shrink-0 text-ink-3">
              {isCanary && index === 0 ? "Canary" : `Batch ${index + 1}`}
            </span>
            <span className="figures w-8 shrink-0 text-right">{batch.length}</span>
            <span className="truncate">
              {batch
                .slice(0, NAMES)
                .map(({ accountName }) => accountName)
                .join(", ")}
              {batch.length > NAMES ? " …" : ""}
            </span>
          </li>
        ))}
      </ol>
      {[...reasons].map(([reason, count]) => (
        <p key={reason} className="mt-1 text-ink-3 text-xs">
          {leftAloneWords(count, reason)}
        </p>
      ))}
    </>
  );
}
