import type { ReactNode } from "react";

/** Title, filters and the primary action on one 44 px row; filters go below on a phone. */
export function PageHeader({ title, actions, children }: { title: string; actions?: ReactNode; children?: ReactNode }) {
  return (
    <div className="sticky top-0 z-20 shrink-0 bg-ground">
      <div className="flex h-11 items-center gap-3 px-4 max-md:px-3">
        <h1 className="shrink-0 font-semibold text-lg">{title}</h1>
        <div className="flex min-w-0 flex-1 items-center gap-2 max-md:hidden">{children}</div>
        <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>
      </div>
      {children ? <div className="flex items-center gap-2 overflow-x-auto px-3 pb-2 md:hidden">{children}</div> : null}
    </div>
  );
}
