import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const SIDES = {
  right: "top-1/2 left-full ml-2 -translate-y-1/2",
  bottom: "top-full left-1/2 mt-1.5 -translate-x-1/2",
} as const;

/** A word or two beside a control, on hover and on keyboard focus. The control keeps a name of its own. */
export function Tooltip({
  content,
  side = "bottom",
  children,
}: {
  content: string;
  side?: keyof typeof SIDES;
  children: ReactNode;
}) {
  return (
    <span className="group/tip relative inline-flex">
      {children}
      <span
        aria-hidden
        className={cn(
          "pointer-events-none absolute z-50 whitespace-nowrap rounded-sm border border-line bg-raised px-2 py-1 text-ink text-xs opacity-0 shadow-float transition-opacity delay-0 group-hover/tip:opacity-100 group-hover/tip:delay-350 group-has-focus-visible/tip:opacity-100",
          SIDES[side],
        )}
      >
        {content}
      </span>
    </span>
  );
}
