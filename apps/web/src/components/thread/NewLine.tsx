/** Where the reader stopped the last time. */
export function NewLine() {
  return (
    <p className="-my-1 flex items-center gap-2 text-accent text-xs">
      <span aria-hidden className="h-px flex-1 bg-accent/50" />
      <span className="font-medium">New</span>
      <span className="sr-only">messages since you were here</span>
      <span aria-hidden className="h-px w-3 bg-accent/50" />
    </p>
  );
}
