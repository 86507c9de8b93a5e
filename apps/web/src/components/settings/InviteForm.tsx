"use client";
import type { GrantableRole } from "@mc/shared/account/roles";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { unlessChanged } from "@/lib/unless-changed";
import type { CommandResult } from "@/lib/use-command";
import { InvitationLink, type Link, linkOf } from "./InvitationLink";
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
  const ids = { email: useId(), role: useId() };
  const [role, setRole] = useState<GrantableRole>("member");
  const [email, setEmail] = useState("");
  const [link, setLink] = useState<Link | null>(null);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await onCreate({ email, role });
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return;
    setLink(linkOf(result.value, email.trim()));
    setEmail(unlessChanged(email, ""));
  };
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
        <Button type="submit" variant="primary" className="sm:mt-[1.55rem]" isBusy={isBusy}>
          {isBusy ? "Creating…" : "Create link"}
        </Button>
      </form>
      {link ? (
        <InvitationLink link={link} hint="For safety it is not shown again; you can always make another." />
      ) : null}
    </div>
  );
}
