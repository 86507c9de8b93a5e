import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

export const fieldStyle =
  "w-full min-w-0 rounded-sm border border-line-strong/60 bg-raised px-2.5 text-base text-ink transition-colors hover:border-line-strong focus-visible:border-accent focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-danger max-sm:text-lg";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(fieldStyle, "h-8 pointer-coarse:h-10", className)} {...props} />;
}
