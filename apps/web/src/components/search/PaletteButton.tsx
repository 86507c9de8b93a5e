"use client";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import type { AccountContextValue } from "@/components/account/use-account";
import { holdKeys } from "@/components/ui/held-keys";
import { Kbd } from "@/components/ui/kbd";
import { fetched } from "@/lib/fetched";
import { useModifierKey } from "@/lib/use-modifier-key";

const Palette = fetched(() => import("./Palette").then((module) => module.default));

/** Opens the palette by press or by ⌘K (Ctrl K); it is fetched when a hand comes near. */
export function PaletteButton({ account }: { account: AccountContextValue }) {
  const [isOpen, setOpen] = useState(false);
  const modifier = useModifierKey();
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
      if (!isOpen) holdKeys(Palette.fetch());
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
        onClick={() => {
          holdKeys(Palette.fetch());
          setOpen(true);
        }}
        onPointerEnter={() => void Palette.fetch()}
        onFocus={() => void Palette.fetch()}
        className="inline-flex h-8 shrink-0 items-center justify-center gap-2 pointer-coarse:h-10 pointer-coarse:min-w-10 rounded-sm px-2 text-ink-2 text-sm transition-colors hover:bg-hover hover:text-ink"
      >
        <Search aria-hidden className="size-4" />
        <span className="max-lg:sr-only">Search</span>
        <Kbd className="max-lg:hidden">{modifier === "⌘" ? "⌘K" : "Ctrl K"}</Kbd>
      </button>
      {isOpen ? <Palette account={account} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
