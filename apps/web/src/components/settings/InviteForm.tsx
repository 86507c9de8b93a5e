"use client";
import type { GrantableRole } from "@mc/shared/account/roles";
import { Copy } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/lib/toast";
import type { CommandResult } from "@/lib/use-command";
import { RoleSelect } from "./RoleSelect";

type Props = {
  isBusy: boolean;
  onCreate: (invitation: {
    email: string;
    role: GrantableRole;
  }) => Promise<CommandResult<{ token: string; isMailed: boolean }>>;
};

/** Makes a link. It is shown once: only its hash is kept. */
export function InviteForm({ isBusy, onCreate }: Props) {
  const ids = { email: useId(), role: useId(), link: useId() };
  const [role, setRole] = useState<GrantableRole>("member");
  const [email, setEmail] = useState("");
  const [link, setLink] = useState<{ url: string; mailedTo: string | null } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await onCreate({ email, role });
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return;
    const { token, isMailed } = result.value;
    setLink({ url: `${window.location.origin}/invite/${token}`, mailedTo: isMailed ? email.trim() : null });
    setEmail("");
  };
  const copy = (): void =>
    void navigator.clipboard.writeText(link?.url ?? "").then(() => toast("Link copied"));
  return (
    <div className="flex flex-col gap-3">
      <form
        method="post"
        onSubmit={(event) => void submit(event)}
        className="flex flex-wrap items-start gap-2"
      >
        <Field id={ids.email} label="E-mail (optional)" error={error} className="min-w-56 flex-1">
          <Input
            id={ids.email}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            placeholder="Anyone with the link"
            autoComplete="off"
          />
        </Field>
        <Field id={ids.role} label="Role">
          <RoleSelect id={ids.role} label="Role of the invited person" value={role} onChange={setRole} />
        </Field>
        <Button type="submit" variant="primary" className="mt-6.5" isBusy={isBusy}>
          {isBusy ? "Creating…" : "Create link"}
        </Button>
      </form>
      {link ? (
        <div
          role="status"
          className="flex animate-arrive flex-col gap-1.5 rounded-md border border-line bg-panel p-3"
        >
          <label htmlFor={ids.link} className="font-medium text-sm">
            Invitation link
          </label>
          <div className="flex gap-2">
            <Input
              id={ids.link}
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
            For safety it is not shown again; you can always make another.
          </p>
        </div>
      ) : null}
    </div>
  );
}
