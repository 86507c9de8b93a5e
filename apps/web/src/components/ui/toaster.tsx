"use client";
import { useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { type Notice, onNotice } from "@/lib/toast";

/** Where toasts appear. They look like any floating panel. Loaded with the first one. */
export default function Toaster() {
  useEffect(() => onNotice(show), []);
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      style={{ fontFamily: "inherit" }}
      offset={16}
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-start gap-2 rounded-md border border-line bg-raised p-3 text-ink text-sm shadow-float",
          title: "font-medium",
          description: "mt-0.5 text-ink-2",
          content: "min-w-0 flex-1",
          icon: "mt-0.5 text-ink-3",
          error: "[&_[data-icon]]:text-danger",
          actionButton: "shrink-0 rounded-sm border border-line px-2 py-1 font-medium hover:bg-hover",
        },
      }}
    />
  );
}

function show({ tone, title, description, action }: Notice): void {
  const options = { ...(description ? { description } : {}), ...(action ? { action } : {}) };
  if (tone === "error") toast.error(title, options);
  else toast(title, options);
}
