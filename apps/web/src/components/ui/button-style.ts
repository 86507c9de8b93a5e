// How buttons look; under a finger they are 40 px high. Apart from the component, for pages that every visit loads and hardly anybody sees.

export const BUTTON_BASE =
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";

export const BUTTON_VARIANTS = {
  primary: "bg-accent text-accent-ink hover:bg-accent-hover active:bg-accent-hover",
  outline: "border border-line bg-raised text-ink hover:bg-hover active:bg-pressed aria-expanded:bg-hover",
  quiet:
    "text-ink-2 hover:bg-hover hover:text-ink active:bg-pressed aria-expanded:bg-hover aria-expanded:text-ink",
  danger: "border border-line bg-raised text-danger hover:border-danger/40 hover:bg-danger-wash",
} as const;

export const BUTTON_SIZES = {
  sm: "h-7 px-2 text-sm pointer-coarse:h-10",
  md: "h-8 px-3 text-sm pointer-coarse:h-10",
  lg: "h-10 px-4 text-base pointer-coarse:h-11",
  icon: "size-8 pointer-coarse:size-10",
  "icon-sm": "size-7 pointer-coarse:size-10",
} as const;

/** The classes of a large button, for a plain element. */
export function largeButtonStyle(variant: keyof typeof BUTTON_VARIANTS): string {
  return `${BUTTON_BASE} ${BUTTON_VARIANTS[variant]} ${BUTTON_SIZES.lg}`;
}
