import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** Why there is nothing here, and what to do about it. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
  className?: string;
}) {
  const { title, children, action, icon, className } = props;
  return (
    <div
      className={cn("mx-auto flex max-w-sm flex-col items-center gap-1 px-4 py-12 text-center", className)}
    >
      {icon ? <div className="mb-2 text-ink-3 [&_svg]:size-6">{icon}</div> : null}
      <p className="font-medium">{title}</p>
      {children ? <p className="text-balance text-ink-2 text-sm">{children}</p> : null}
      {action ? <div className="mt-3 flex gap-2">{action}</div> : null}
    </div>
  );
}
