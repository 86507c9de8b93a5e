/** The product's mark. */
export function Mark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-accent-ink">
        <path d="M9 20.5a8 8 0 0 1 14 0" />
        <path d="M12.6 22a4 4 0 0 1 6.8 0" opacity=".75" />
        <path d="m16 12.4 3.4-5" />
      </g>
      <circle cx="16" cy="12.6" r="2.3" className="fill-accent-ink" />
    </svg>
  );
}
