import type { ReactNode } from "react";

/** One component in one place; `name` is its file in components/ui, by which tests know that none is missing. */
export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section data-specimen={name} aria-labelledby={`specimen-${name}`} className="border-line border-t py-5">
      <h2 id={`specimen-${name}`} className="mb-3 font-semibold text-base">
        {name}
      </h2>
      <div className="flex flex-col gap-3">{children}</div>
    </section>
  );
}

/** One state of it, with its word. */
export function State({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8rem_minmax(0,1fr)] items-center gap-3 max-sm:grid-cols-1 max-sm:gap-1">
      <span className="text-ink-3 text-xs">{word}</span>
      <div className="flex min-w-0 flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
