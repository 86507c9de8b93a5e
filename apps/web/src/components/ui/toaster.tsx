"use client";
import { type RefObject, useEffect, useRef } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { type Notice, onNotice } from "@/lib/toast";

/** Where toasts appear. They look like any floating panel. Loaded with the first one. */
export default function Toaster() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => onNotice(show), []);
  useFreeFocus(place);
  return (
    <div ref={place}>
      <Sonner
        position="bottom-right"
        gap={8}
        // over dialogs and sheets, below what one has opened to choose from
        style={{ fontFamily: "inherit", zIndex: 60 }}
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
    </div>
  );
}

/**
 * Sonner calls the focus back to where it came from as soon as it leaves the toasts: Tab would go round between that place and
 * the toast for as long as the toast stands, and what is typed would go there. So Sonner hears nothing of the focus. Whoever
 * goes on goes on; only when the toast goes with the focus on it, the focus goes back.
 */
function useFreeFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const toaster = place.current;
    if (!toaster) return;
    let on: EventTarget | null = null;
    let before: EventTarget | null = null;
    const enter = (event: FocusEvent): void => {
      event.stopPropagation();
      on = event.target;
      if (!toaster.contains(event.relatedTarget as Node | null)) before = event.relatedTarget;
    };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget) on = null;
    };
    const goBack = new MutationObserver(() => {
      if (!(on instanceof Element) || on.isConnected) return;
      on = null;
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    });
    goBack.observe(toaster, { childList: true, subtree: true });
    toaster.addEventListener("focusin", enter, true);
    toaster.addEventListener("focusout", leave, true);
    return () => {
      goBack.disconnect();
      toaster.removeEventListener("focusin", enter, true);
      toaster.removeEventListener("focusout", leave, true);
    };
  }, [place]);
}

function show({ tone, title, description, action }: Notice): void {
  const options = { ...(description ? { description } : {}), ...(action ? { action } : {}) };
  if (tone === "error") toast.error(title, options);
  else toast(title, options);
}
