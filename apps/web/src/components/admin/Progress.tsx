/** Something long with its step and how far it is. */
export function Progress({ label, percent, detail }: { label: string; percent: number; detail?: string }) {
  const rounded = Math.round(percent);
  return (
    <div className="text-sm">
      <div className="flex justify-between gap-3">
        <span>{label}</span>
        <span className="figures text-ink-2">{rounded} %</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={rounded}
        aria-valuemin={0}
        aria-valuemax={100}
        className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-pressed"
      >
        <div
          className="h-full rounded-full bg-health-upgrading transition-[width] duration-180"
          style={{ width: `${Math.min(100, percent)}%` }}
        />
      </div>
      {detail ? <p className="mt-1 text-ink-3 text-xs">{detail}</p> : null}
    </div>
  );
}
