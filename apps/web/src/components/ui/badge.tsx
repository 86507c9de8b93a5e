import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** A quiet label: a word with a hairline around it. */
export function Badge({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      className={cn(
        "inline-flex h-5 max-w-40 items-center gap-1 truncate rounded-full border border-line px-1.5 text-ink-2 text-xs",
        className,
      )}
      {...props}
    />
  );
}
