"use client";
import { RUNTIME_PROVIDERS, type RuntimeProvider } from "@mc/shared/runtime/report";
import { Copy } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { toast } from "@/lib/toast";
import type { CommandResult } from "@/lib/use-command";
import { PROVIDER_LABEL } from "./runtime-words";

type Draft = { name: string; provider: RuntimeProvider; region: string | null };
const PROVIDERS = RUNTIME_PROVIDERS.filter((provider) => provider !== "local");

/** Makes a one-time token and shows the one command that uses it. */
export function EnrolDialog(props: {
  isBusy: boolean;
  onClose: () => void;
  onEnrol: (draft: Draft) => Promise<CommandResult<{ token: string; expiresAt: number }>>;
}) {
  const { isBusy, onClose, onEnrol } = props;
  const ids = { name: useId(), provider: useId(), region: useId() };
  const [draft, setDraft] = useState<Draft>({ name: "", provider: "docker", region: "" });
  const [error, setError] = useState<string | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const region = draft.region?.trim() || null;
    const result = await onEnrol({ ...draft, name: draft.name.trim(), region });
    setError(result.ok ? null : result.error.message);
    if (result.ok) setToken(result.value.token);
  };
  if (token !== null) return <CommandShown token={token} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title="Connect a runtime"
        description="Run agents on another machine. It needs Node 24 and a copy of Mission Control."
        className="max-w-md"
      >
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field id={ids.name} label="Name" error={error}>
              <Input
                id={ids.name}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.target.value })}
                required
                maxLength={60}
                autoFocus
                placeholder="Box in Frankfurt"
                autoComplete="off"
              />
            </Field>
            <Field id={ids.provider} label="Where it runs">
              <Select
                value={draft.provider}
                onValueChange={(provider) => setDraft({ ...draft, provider: provider as RuntimeProvider })}
              >
                <SelectTrigger id={ids.provider} />
                <SelectContent>
                  {PROVIDERS.map((provider) => (
                    <SelectItem key={provider} value={provider}>
                      {PROVIDER_LABEL[provider]}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            </Field>
            <Field id={ids.region} label="Region (optional)">
              <Input
                id={ids.region}
                value={draft.region ?? ""}
                onChange={(event) => setDraft({ ...draft, region: event.target.value })}
                maxLength={60}
                placeholder="fra1"
                autoComplete="off"
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={isBusy}>
              Make token
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function CommandShown({ token, onClose }: { token: string; onClose: () => void }) {
  const command = `npx mc runtime join --url ${window.location.origin} --token ${token}`;
  const copy = (): void => void navigator.clipboard.writeText(command).then(() => toast("Command copied"));
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title="Run this on the machine"
        description="In the folder of Mission Control, after npm install. The token works once, within a day, and is not shown again."
      >
        <DialogBody>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            tabIndex={0}
            className="figures whitespace-pre-wrap break-all rounded-md border border-line bg-sunken p-3 text-sm"
          >
            {command}
          </pre>
          <p className="text-ink-2 text-sm">
            It connects, takes the account's work over and keeps running. The list shows it as soon as it
            checks in.
          </p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={copy}>
            <Copy aria-hidden /> Copy command
          </Button>
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
