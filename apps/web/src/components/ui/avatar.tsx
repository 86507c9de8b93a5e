import type { CSSProperties, ReactNode } from "react";
import { cn } from "@/lib/cn";

const SIZES = {
  xs: "size-4 text-[9px]",
  sm: "size-5 text-[10px]",
  md: "size-6 text-[11px]",
  lg: "size-8 text-sm",
  xl: "size-10 text-lg",
} as const;

/** People are round, agents are squared, everywhere. Decorative: the name stands beside it or in its title. */
export function Avatar(props: {
  name: string;
  shape: "round" | "squared";
  glyph?: ReactNode;
  /** Address of an image; initials where there is none. */
  picture?: string | null;
  size?: keyof typeof SIZES;
  className?: string;
}) {
  const { name, shape, glyph, picture, size = "md", className } = props;
  const hue = { "--hue": hueOf(name) } as CSSProperties;
  return (
    <span
      aria-hidden
      title={name}
      style={shape === "round" ? hue : undefined}
      className={cn(
        "inline-flex shrink-0 select-none items-center justify-center font-medium leading-none",
        SIZES[size],
        shape === "round"
          ? "rounded-full bg-[light-dark(oklch(0.9_0.045_var(--hue)),oklch(0.38_0.06_var(--hue)))] text-[light-dark(oklch(0.36_0.07_var(--hue)),oklch(0.92_0.04_var(--hue)))]"
          : "rounded-[28%] border border-line bg-sunken text-ink-2 [&_svg]:size-[62%]",
        className,
      )}
    >
      {picture ? (
        // biome-ignore lint/performance/noImgElement: small, already the right size, and served by the backend
        <img src={picture} alt="" className="size-full rounded-full object-cover" />
      ) : (
        glyph || initials(name)
      )}
    </span>
  );
}

/** Up to two letters: first of the first word and of the last. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => Array.from(word ?? "")[0] ?? "",
  );
  return letters.join("").toUpperCase() || "?";
}

function hueOf(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return hash;
}
