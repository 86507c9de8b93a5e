"use client";
import { dataOf } from "@/lib/async";
import { bytes } from "./bytes";
import { useStorageUse } from "./use-documents";

/** How much of the account's room for files is taken. */
export function StorageBar() {
  const use = dataOf(useStorageUse());
  if (!use) return <div className="mt-auto h-12" />;
  const share = Math.min(1, use.usedBytes / use.quotaBytes);
  const words = `${bytes(use.usedBytes)} of ${bytes(use.quotaBytes)} used by files`;
  return (
    <div className="mt-auto px-2 pt-4 pb-1">
      <meter
        min={0}
        max={use.quotaBytes}
        value={use.usedBytes}
        aria-label="Room for files"
        aria-valuetext={words}
        className="sr-only"
      />
      <div aria-hidden className="h-1 overflow-hidden rounded-full bg-pressed">
        <div
          className={share > 0.9 ? "h-full bg-danger" : "h-full bg-line-strong"}
          style={{ width: `${Math.max(share > 0 ? 1.5 : 0, share * 100)}%` }}
        />
      </div>
      <p className="mt-1 text-ink-3 text-xs">{words}</p>
    </div>
  );
}
