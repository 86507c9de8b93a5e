"use client";
import { Toaster as Sonner } from "sonner";

/** Where toasts appear. They look like any floating panel. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      offset={16}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: "flex w-(--width) items-start gap-2 rounded-md border border-line bg-raised p-3 text-ink text-sm shadow-float",
          title: "font-medium",
          description: "mt-0.5 text-ink-2",
          content: "min-w-0 flex-1",
          icon: "mt-0.5 text-ink-3",
          error: "[&_[data-icon]]:text-danger",
          actionButton: "shrink-0 rounded-sm border border-line px-2 py-1 font-medium hover:bg-hover",
          closeButton: "text-ink-3",
        },
      }}
    />
  );
}
