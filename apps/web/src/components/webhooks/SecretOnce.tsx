"use client";
import { Copy } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toast } from "@/lib/toast";

/** A secret that is shown this once. */
export function SecretOnce({
  label,
  value,
  children,
}: {
  label: string;
  value: string;
  children?: ReactNode;
}) {
  const id = useId();
  const copy = (): void => void navigator.clipboard.writeText(value).then(() => toast("Copied"));
  return (
    <div
      role="status"
      className="flex animate-arrive flex-col gap-1.5 rounded-md border border-line bg-panel p-3 text-ink text-sm"
    >
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <Input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="figures text-sm"
        />
        <Button onClick={copy}>
          <Copy aria-hidden /> Copy
        </Button>
      </div>
      <p className="text-ink-3">Store it now. For safety it is not shown again.</p>
      {children}
    </div>
  );
}
