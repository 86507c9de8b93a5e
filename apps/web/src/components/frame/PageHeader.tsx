import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

/** Title, filters and the primary action on one 44 px row; filters go below on a phone. */
export function PageHeader({
  title,
  within,
  actions,
  children,
}: {
  title: string;
  /** The page that this one belongs to; the way back stands before the title. */
  within?: { readonly label: string; readonly href: string };
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="sticky top-0 z-20 flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 bg-ground px-4 max-md:px-3">
      {within ? (
        <Link
          href={within.href}
          className="-mr-1.5 flex h-11 shrink-0 items-center gap-1.5 text-ink-2 text-sm hover:text-ink"
        >
          {within.label}
          <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
        </Link>
      ) : null}
      <h1 className="flex h-11 shrink-0 items-center font-semibold text-lg">{title}</h1>
      {children ? (
        <div className="flex min-w-0 items-center gap-2 max-md:order-last max-md:w-full max-md:fade-ends max-md:overflow-x-auto max-md:pb-2 md:flex-1">
          {children}
        </div>
      ) : null}
      <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>
    </div>
  );
}
