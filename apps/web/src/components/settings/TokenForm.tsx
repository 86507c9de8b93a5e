"use client";
import { Copy } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/lib/toast";
import { unlessChanged } from "@/lib/unless-changed";
import type { CommandResult } from "@/lib/use-command";

/** Makes a token. It is shown once: only its hash is kept. */
export function TokenForm({
  isBusy,
  onCreate,
}: {
  isBusy: boolean;
  onCreate: (name: string) => Promise<CommandResult<{ token: string }>>;
}) {
  const ids = { name: useId(), token: useId() };
  const [name, setName] = useState("");
  const [token, setToken] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await onCreate(name.trim());
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return;
    setToken(result.value.token);
    setName(unlessChanged(name, ""));
  };
  const copy = (): void => void navigator.clipboard.writeText(token ?? "").then(() => toast("Token copied"));
  return (
    <div className="flex flex-col gap-3">
      <form onSubmit={(event) => void submit(event)} className="flex max-w-md items-start gap-2">
        <Field id={ids.name} label="Name of the new token" error={error} className="flex-1">
          <Input
            id={ids.name}
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={60}
            placeholder="Build server"
            autoComplete="off"
          />
        </Field>
        <Button type="submit" className="mt-[1.55rem]" isBusy={isBusy}>
          {isBusy ? "Creating…" : "Create token"}
        </Button>
      </form>
      {token ? (
        <div
          role="status"
          className="flex animate-arrive flex-col gap-1.5 rounded-md border border-line bg-panel p-3"
        >
          <label htmlFor={ids.token} className="font-medium text-sm">
            Service token
          </label>
          <div className="flex gap-2">
            <Input
              id={ids.token}
              readOnly
              value={token}
              onFocus={(event) => event.currentTarget.select()}
              className="figures text-sm"
            />
            <Button onClick={copy}>
              <Copy aria-hidden /> Copy
            </Button>
          </div>
          <p className="text-ink-3 text-sm">Store it now. For safety it is not shown again.</p>
        </div>
      ) : null}
    </div>
  );
}
