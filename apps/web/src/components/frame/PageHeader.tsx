import type { ReactNode } from "react";

/** Title, filters and the primary action on one 44 px row; filters go below on a phone. */
export function PageHeader({
  title,
  actions,
  children,
}: {
  title: string;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="sticky top-0 z-20 flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 bg-ground px-4 max-md:px-3">
      <h1 className="flex h-11 shrink-0 items-center font-semibold text-lg">{title}</h1>
      {children ? (
        <div className="flex min-w-0 items-center gap-2 max-md:order-last max-md:w-full max-md:overflow-x-auto max-md:pb-2 md:flex-1">
          {children}
        </div>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>
    </div>
  );
}
