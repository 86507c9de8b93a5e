/** How much of something is done or used, 0 to 100. `label` is its accessible name; say the figure in words beside it. */
export function Progress({ label, percent }: { label: string; percent: number }) {
  const value = Math.max(0, Math.min(100, Math.round(percent)));
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-1 w-full overflow-hidden rounded-full bg-pressed"
    >
      <div className="h-full bg-accent transition-[width] duration-180" style={{ width: `${value}%` }} />
    </div>
  );
}
