"use client";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { holdKeys } from "@/components/ui/held-keys";
import { Kbd } from "@/components/ui/kbd";

const load = () => import("./Palette");
const Palette = lazy(load);

/** Opens the palette by press or by ⌘K (Ctrl K); it is fetched when a hand comes near. */
export function PaletteButton({ account }: { account: AccountContextValue }) {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (
        event.key.toLowerCase() !== "k" ||
        !(event.metaKey || event.ctrlKey) ||
        event.shiftKey ||
        event.altKey
      )
        return;
      event.preventDefault();
      if (!isOpen) holdKeys(load());
      setOpen(!isOpen);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [isOpen]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => setOpen(true)}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        className="inline-flex h-8 shrink-0 items-center justify-center gap-2 pointer-coarse:h-10 pointer-coarse:min-w-10 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink"
      >
        <Search aria-hidden className="size-4" />
        <span className="max-lg:sr-only">Search</span>
        <Kbd className="max-lg:hidden">⌘K</Kbd>
      </button>
      {isOpen ? (
        <Suspense fallback={null}>
          <Palette account={account} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
