import { ALL_GLYPHS } from "@/components/people/all-glyphs";
import { cn } from "@/lib/cn";

/** Chooses the agent's sign. */
export function GlyphPicker({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">Sign</legend>
      <div className="flex max-w-[24.5rem] flex-wrap gap-1 pointer-coarse:max-w-[19.5rem]">
        {Object.entries(ALL_GLYPHS).map(([name, Glyph]) => (
          <label
            key={name}
            title={name}
            className={cn(
              "relative flex size-8 items-center justify-center rounded-sm border border-transparent text-ink-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:size-10",
              value === name && "border-accent bg-accent-wash text-ink",
            )}
          >
            <input
              type="radio"
              name="icon"
              value={name}
              checked={value === name}
              onChange={() => onChange(name)}
              aria-label={name}
              className="absolute inset-0 appearance-none outline-none"
            />
            <Glyph aria-hidden className="size-4.5" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
