import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn";
import { keepFocus, useOpener } from "@/lib/use-opener";
import { Button } from "./button";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

const overlayStyle =
  "fixed inset-0 z-40 bg-scrim data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 duration-120";

type ContentProps = ComponentProps<typeof Primitive.Content> & { title: string; description?: ReactNode };

/** A question or a form over the page. `title` is its accessible name. */
export function DialogContent(props: ContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayStyle} />
      <Panel {...props} />
    </Primitive.Portal>
  );
}

/** Mounted with each opening. */
function Panel({ title, description, className, children, onCloseAutoFocus, ...rest }: ContentProps) {
  const focusOpener = useOpener();
  return (
    <Primitive.Content
      className={cn(
        "fixed top-[max(1rem,12vh)] left-1/2 z-50 flex max-h-[min(46rem,calc(100dvh-2rem))] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 flex-col overflow-y-auto rounded-md border border-line bg-panel shadow-float outline-none max-sm:top-4 duration-180 data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=open]:fade-in-0 data-[state=open]:slide-in-from-top-1",
        className,
      )}
      {...(description ? {} : { "aria-describedby": undefined })}
      onCloseAutoFocus={(event) => {
        if (keepFocus(event)) return;
        onCloseAutoFocus?.(event);
        focusOpener(event);
      }}
      {...rest}
    >
      <header className="sticky top-0 z-10 flex items-start justify-between gap-4 bg-panel px-5 pt-4 pb-2">
        <div>
          <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="mt-0.5 text-balance text-ink-2 text-sm">
              {description}
            </Primitive.Description>
          ) : null}
        </div>
        <Primitive.Close asChild>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label="Close"
            className="-my-0.75 -mr-1.5 pointer-coarse:-mt-2 pointer-coarse:-mr-3 pointer-coarse:-mb-2"
          >
            <X aria-hidden />
          </Button>
        </Primitive.Close>
      </header>
      {children}
    </Primitive.Content>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("flex flex-col gap-4 px-5 py-3", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn(
        "sticky bottom-0 flex items-center justify-end gap-2 max-sm:flex-wrap max-sm:justify-end max-sm:[&>p]:w-full border-line border-t bg-panel px-5 py-3",
        className,
      )}
      {...props}
    />
  );
}
