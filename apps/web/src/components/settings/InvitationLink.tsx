"use client";
import { Copy } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { toast } from "@/lib/toast";

export type Link = { url: string; mailedTo: string | null };

export function linkOf(made: { token: string; isMailed: boolean }, email: string | null): Link {
  return {
    url: `${window.location.origin}/invite/${made.token}`,
    mailedTo: made.isMailed ? email : null,
  };
}

/** The link of an invitation, to be passed on now: only its hash is kept. */
export function InvitationLink({ link, hint }: { link: Link; hint: string }) {
  const id = useId();
  const copy = (): void => void navigator.clipboard.writeText(link.url).then(() => toast("Link copied"));
  return (
    <div
      role="status"
      className="flex animate-arrive flex-col gap-1.5 rounded-md border border-line bg-panel p-3"
    >
      <label htmlFor={id} className="font-medium text-sm">
        Invitation link
      </label>
      <div className="flex gap-2">
        <Input
          id={id}
          readOnly
          value={link.url}
          onFocus={(event) => event.currentTarget.select()}
          className="figures text-sm"
        />
        <Button onClick={copy}>
          <Copy aria-hidden /> Copy
        </Button>
      </div>
      <p className="text-ink-3 text-sm">
        {link.mailedTo ? `On its way to ${link.mailedTo} by e-mail. ` : "Send it now. "}
        {hint}
      </p>
    </div>
  );
}
