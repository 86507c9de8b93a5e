import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { keepFocus, useOpener } from "@/lib/use-opener";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;
export const SheetClose = Primitive.Close;
export const SheetTitle = Primitive.Title;
export const SheetDescription = Primitive.Description;

const SIDES = {
  right:
    "inset-y-0 right-0 w-full border-l max-sm:border-l-0 data-[state=open]:slide-in-from-right-8 data-[state=closed]:slide-out-to-right-8",
  left: "inset-y-0 left-0 w-72 max-w-[85vw] border-r data-[state=open]:slide-in-from-left-8 data-[state=closed]:slide-out-to-left-8",
} as const;

type ContentProps = ComponentProps<typeof Primitive.Content> & { side?: keyof typeof SIDES };

/** A panel at the page's edge. Without `isModal` the page beside it stays usable. */
export function SheetContent({ isModal = true, ...props }: ContentProps & { isModal?: boolean }) {
  return (
    <Primitive.Portal>
      {isModal ? (
        <Primitive.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 duration-120" />
      ) : null}
      <Panel {...props} />
    </Primitive.Portal>
  );
}

/** Mounted with each opening. */
function Panel({ side = "right", className, children, onCloseAutoFocus, ...rest }: ContentProps) {
  const focusOpener = useOpener();
  return (
    <Primitive.Content
      className={cn(
        "fixed z-40 flex flex-col border-line bg-panel shadow-float outline-none duration-180 data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0",
        SIDES[side],
        className,
      )}
      onCloseAutoFocus={(event) => {
        if (keepFocus(event)) return;
        onCloseAutoFocus?.(event);
        focusOpener(event);
      }}
      {...rest}
    >
      {children}
    </Primitive.Content>
  );
}
