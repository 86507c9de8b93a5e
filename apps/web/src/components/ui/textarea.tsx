import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { fieldStyle } from "./input";

/** Grows with what is typed, up to its max height. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(fieldStyle, "field-sizing-content min-h-16 resize-none py-1.5", className)}
      {...props}
    />
  );
}
