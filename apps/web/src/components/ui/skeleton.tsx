import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

/** Holds the place of what is loading, in its shape. Invisible for the first 150 ms, so that fast answers never flash. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("animate-appear rounded-sm bg-hover", className)} {...props} />;
}

/** Says "loading" to screen readers once for a group of skeletons. */
export function Loading({ label, className, ...props }: ComponentProps<"div"> & { label: string }) {
  return (
    <div role="status" aria-label={label} className={className} {...props}>
      {props.children}
    </div>
  );
}
