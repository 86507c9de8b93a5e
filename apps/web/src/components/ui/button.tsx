import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";

const BASE =
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";

const VARIANTS = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover active:bg-accent-hover",
  outline: "border border-line bg-raised text-ink hover:bg-hover active:bg-pressed aria-expanded:bg-hover",
  quiet:
    "text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed aria-expanded:bg-hover aria-expanded:text-ink",
  danger: "border border-line bg-raised text-danger hover:border-danger/40 hover:bg-danger-wash",
} as const;

const SIZES = {
  sm: "h-7 px-2 text-sm",
  md: "h-8 px-3 text-sm",
  lg: "h-10 px-4 text-base",
  icon: "size-8",
  "icon-sm": "size-7",
} as const;

export type ButtonProps = ComponentProps<"button"> & {
  variant?: keyof typeof VARIANTS;
  size?: keyof typeof SIZES;
  /** Looks like a button and is the child: a link that is the main action. */
  asChild?: boolean;
  /** Waits for its action: cannot be pressed again. */
  isBusy?: boolean;
};

export function Button({
  className,
  variant = "outline",
  size = "md",
  asChild = false,
  isBusy = false,
  type = "button",
  disabled,
  children,
  ...props
}: ButtonProps) {
  const style = cn(BASE, VARIANTS[variant], SIZES[size], className);
  if (asChild) {
    return (
      <Slot.Root className={style} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={type}
      className={style}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      {...props}
    >
      {children}
    </button>
  );
}
