import { Label } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

/** A labelled control with its hint and its error. The control must carry `id`, and `aria-describedby={describedBy(id)}`. */
export function Field(props: {
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | null;
  className?: string;
  children: ReactNode;
}) {
  const { id, label, hint, error, className, children } = props;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <Label.Root htmlFor={id} className="font-medium text-sm">
        {label}
      </Label.Root>
      {children}
      {error ? (
        <p id={describedBy(id)} role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : hint ? (
        <p id={describedBy(id)} className="text-ink-3 text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** Id of a field's hint or error. */
export function describedBy(id: string): string {
  return `${id}-note`;
}
