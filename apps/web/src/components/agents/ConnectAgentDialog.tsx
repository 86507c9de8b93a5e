"use client";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { ConnectSteps, Copyable } from "./ConnectSteps";
import { GlyphPicker } from "./GlyphPicker";
import { useConnectAgent } from "./use-agent-tokens";
import type { AgentId } from "./use-agents";

type Made = { readonly agentId: AgentId; readonly slug: string; readonly name: string };

const FIRST_TOKEN = "First token";

/** A program of somebody's becomes an agent: it gets a name, a token that is shown once, and the commands to connect with. */
export function ConnectAgentDialog({ onClose }: { onClose: () => void }) {
  const { slug } = useAccount();
  const connect = useConnectAgent();
  const [made, setMade] = useState<Made | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (form: { name: string; role: string; icon: string }): Promise<void> => {
    // An agent that is there already only lacks its token.
    const agent = made ?? (await createAgent(form));
    if (!agent) return;
    const created = await connect.createToken(agent.agentId, FIRST_TOKEN);
    setRefusal(created.ok ? null : created.error.message);
    if (created.ok) setToken(created.value.token);
  };
  const createAgent = async (form: { name: string; role: string; icon: string }): Promise<Made | null> => {
    const result = await connect.createAgent(form);
    setRefusal(result.ok ? null : result.error.message);
    if (!result.ok) return null;
    const agent = { ...result.value, name: form.name };
    setMade(agent);
    return agent;
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title={token && made ? `Connect ${made.name}` : "Connect an agent"}
        description="Claude Code, Codex or a script of yours works as an agent of this account: it comes for its work and answers in the thread."
        className="max-w-2xl"
      >
        {token && made ? (
          <>
            <DialogBody>
              <div className="flex flex-col gap-1.5" role="status">
                <p className="font-medium text-sm">Its token</p>
                <Copyable label="Token" text={token} />
                <p className="text-ink-3 text-sm">
                  Store it now. For safety it is not shown again; make another one on the agent's page.
                </p>
              </div>
              <ConnectSteps token={token} />
            </DialogBody>
            <DialogFooter>
              <Button asChild>
                <Link href={`/${slug}/agents/${made.slug}?tab=connection`}>Go to the agent</Link>
              </Button>
              <Button variant="primary" onClick={onClose}>
                Done
              </Button>
            </DialogFooter>
          </>
        ) : (
          <NewAgentForm
            refusal={refusal}
            isBusy={connect.isBusy}
            onCancel={onClose}
            onSubmit={(form) => void submit(form)}
          />
        )}
      </DialogContent>
    </Dialog>
  );
}

function NewAgentForm(props: {
  refusal: string | null;
  isBusy: boolean;
  onCancel: () => void;
  onSubmit: (form: { name: string; role: string; icon: string }) => void;
}) {
  const ids = { name: useId(), role: useId() };
  const [form, setForm] = useState({ name: "", role: "", icon: "terminal" });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    props.onSubmit({ ...form, name: form.name.trim(), role: form.role.trim() });
  };
  return (
    <form method="post" onSubmit={onSubmit}>
      <DialogBody>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id={ids.name} label="Name">
            <Input
              id={ids.name}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
              required
              maxLength={60}
              autoFocus
              placeholder="Claude"
              autoComplete="off"
            />
          </Field>
          <Field id={ids.role} label="Role">
            <Input
              id={ids.role}
              value={form.role}
              onChange={(event) => setForm({ ...form, role: event.target.value })}
              required
              maxLength={80}
              placeholder="Engineer on Ada's laptop"
              autoComplete="off"
            />
          </Field>
        </div>
        <GlyphPicker value={form.icon} onChange={(icon) => setForm({ ...form, icon })} />
        {props.refusal ? (
          <p role="alert" className="text-danger text-sm">
            {props.refusal}
          </p>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button onClick={props.onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={props.isBusy}>
          {props.isBusy ? "Creating…" : "Create agent and token"}
        </Button>
      </DialogFooter>
    </form>
  );
}
