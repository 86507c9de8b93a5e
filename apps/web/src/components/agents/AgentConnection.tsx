"use client";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { TokenList } from "@/components/settings/TokenList";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { unlessChanged } from "@/lib/unless-changed";
import { ConnectSteps, Copyable } from "./ConnectSteps";
import { useAgentTokenCommands, useAgentTokens } from "./use-agent-tokens";
import type { AgentFull } from "./use-agents";

/** How an agent outside the gateway gets in: its tokens, and the commands that use them. */
export function AgentConnection({ agent }: { agent: AgentFull }) {
  const { can } = useAccount();
  const canManage = can("agent.manage");
  const tokens = useAgentTokens(agent.agentId, canManage);
  const commands = useAgentTokenCommands(agent.agentId);
  const [token, setToken] = useState<string | null>(null);
  if (!canManage) {
    return (
      <p className="text-ink-2 text-sm">
        {agent.name} works outside the gateway and comes for its work with a token. Admins make and revoke its
        tokens.
      </p>
    );
  }
  return (
    <div className="flex max-w-2xl flex-col gap-6">
      <section aria-label="Tokens" className="flex flex-col gap-3">
        <p className="text-ink-3 text-sm">
          {agent.name} comes for its work with one of these. Each opens this agent's work and nothing else.
        </p>
        {tokens.status === "loading" ? <ListSkeleton label="Loading the tokens" /> : null}
        {tokens.status === "error" ? <ErrorState error={tokens.error} /> : null}
        {tokens.status === "ready" ? (
          <TokenList
            tokens={tokens.data}
            hintOf={({ hint }) => `${hint}…`}
            emptyText="No token yet. Without one the agent cannot come for its work."
            consequence="Work that it holds goes back to the queue within five minutes."
            onRevoke={commands.revoke}
          />
        ) : null}
        <NewToken isBusy={commands.isCreating} onCreate={commands.create} onCreated={setToken} />
        {token ? (
          <div className="flex animate-arrive flex-col gap-1.5" role="status">
            <p className="font-medium text-sm">The new token</p>
            <Copyable label="Token" text={token} />
            <p className="text-ink-3 text-sm">Store it now. For safety it is not shown again.</p>
          </div>
        ) : null}
      </section>
      <section aria-label="Commands" className="flex flex-col gap-2">
        <h2 className="font-medium text-sm">Connect a program</h2>
        <ConnectSteps token={token} />
      </section>
    </div>
  );
}

function NewToken(props: {
  isBusy: boolean;
  onCreate: ReturnType<typeof useAgentTokenCommands>["create"];
  onCreated: (token: string) => void;
}) {
  const id = useId();
  const [name, setName] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await props.onCreate(name.trim());
    setRefusal(result.ok ? null : result.error.message);
    if (!result.ok) return;
    props.onCreated(result.value.token);
    setName(unlessChanged(name, ""));
  };
  return (
    <form
      method="post"
      onSubmit={(event) => void onSubmit(event)}
      className="flex max-w-md items-start gap-2"
    >
      <Field id={id} label="Name of the new token" error={refusal} className="flex-1">
        <Input
          id={id}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
          maxLength={60}
          placeholder="Ada's laptop"
          autoComplete="off"
        />
      </Field>
      <Button type="submit" className="mt-[1.55rem]" isBusy={props.isBusy}>
        {props.isBusy ? "Creating…" : "Create token"}
      </Button>
    </form>
  );
}
