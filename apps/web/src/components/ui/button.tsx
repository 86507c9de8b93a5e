import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { BUTTON_BASE, BUTTON_SIZES, BUTTON_VARIANTS } from "./button-style";

export type ButtonProps = ComponentProps<"button"> & {
  variant?: keyof typeof BUTTON_VARIANTS;
  size?: keyof typeof BUTTON_SIZES;
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
  const style = cn(BUTTON_BASE, BUTTON_VARIANTS[variant], BUTTON_SIZES[size], className);
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
