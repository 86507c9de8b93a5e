"use client";
import { Bot, Cable, Plus, Users } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { fetched } from "@/lib/fetched";
import { plural } from "@/lib/format";
import { toast } from "@/lib/toast";
import { AgentCard } from "./AgentCard";
import { type AgentCommands, type RosterAgent, useAgentCommands, useAgents } from "./use-agents";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);
const AgentDialog = fetched(() => import("./AgentDialog").then((module) => module.AgentDialog));

const ConnectAgentDialog = fetched(() =>
  import("./ConnectAgentDialog").then((module) => module.ConnectAgentDialog),
);

type Editing = { readonly kind: "new" } | { readonly kind: "edit"; readonly agent: RosterAgent } | null;

export function AgentsPage() {
  const { can, slug } = useAccount();
  const agents = useAgents();
  const commands = useAgentCommands();
  const [editing, setEditing] = useState<Editing>(null);
  const [isConnecting, setConnecting] = useState(false);
  const [removing, setRemoving] = useState<RosterAgent | null>(null);
  const canManage = can("agent.manage");
  const list = agents.status === "ready" ? agents.data : null;

  return (
    <>
      <PageHeader
        title="Agents"
        actions={
          <>
            {list && list.length > 0 && list.length < 6 && canManage ? (
              <DemoTeamButton commands={commands} variant="quiet" />
            ) : null}
            <Button
              disabled={!canManage}
              title={canManage ? undefined : "Admins manage agents."}
              onClick={() => setConnecting(true)}
            >
              <Cable aria-hidden /> <span className="max-sm:sr-only">Connect an agent</span>
            </Button>
            <Button
              variant="primary"
              disabled={!canManage}
              title={canManage ? undefined : "Admins manage agents."}
              onClick={() => setEditing({ kind: "new" })}
            >
              <Plus aria-hidden /> New agent
            </Button>
          </>
        }
      />
      {agents.status === "loading" ? <RosterSkeleton /> : null}
      {agents.status === "error" ? <ErrorState error={agents.error} /> : null}
      {list?.length === 0 ? (
        <EmptyState
          title="No agents yet"
          icon={<Bot aria-hidden />}
          action={canManage ? <DemoTeamButton commands={commands} variant="primary" /> : null}
        >
          {canManage
            ? "Agents take tasks, work with tools and answer in the thread. Begin with a ready team of six, or make one of your own."
            : "An admin adds agents to the account."}
        </EmptyState>
      ) : null}
      {list && list.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(17.5rem,1fr))] gap-3 px-4 py-2 max-md:px-3">
          {list.map((agent) => (
            <AgentCard
              key={agent.agentId}
              agent={agent}
              accountSlug={slug}
              canManage={canManage}
              onEdit={() => setEditing({ kind: "edit", agent })}
              onSetPaused={(isPaused) => void commands.setPaused(agent.agentId, isPaused)}
              onRemove={() => setRemoving(agent)}
            />
          ))}
        </ul>
      ) : null}
      {editing ? (
        <AgentDialog
          agentId={editing.kind === "edit" ? editing.agent.agentId : null}
          commands={commands}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {isConnecting ? <ConnectAgentDialog onClose={() => setConnecting(false)} /> : null}
      {removing ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${removing.name}?`}
          description="Its waiting turns are cancelled and it is taken off its tasks. What it wrote stays."
          confirmLabel="Remove agent"
          onClose={() => setRemoving(null)}
          onConfirm={async () => void (await commands.remove(removing.agentId))}
        />
      ) : null}
    </>
  );
}

function DemoTeamButton({ commands, variant }: { commands: AgentCommands; variant: "primary" | "quiet" }) {
  const add = async (): Promise<void> => {
    const result = await commands.addDemoTeam();
    if (!result.ok) return;
    const { added } = result.value;
    toast(added === 0 ? "The demo team is already here" : `${plural(added, "agent")} added`);
  };
  return (
    <Button variant={variant} isBusy={commands.isAddingTeam} onClick={() => void add()}>
      <Users aria-hidden /> {commands.isAddingTeam ? "Adding…" : "Add demo team"}
    </Button>
  );
}

function RosterSkeleton() {
  return (
    <Loading
      label="Loading the agents"
      className="grid grid-cols-[repeat(auto-fill,minmax(17.5rem,1fr))] gap-3 px-4 py-2 max-md:px-3"
    >
      {["a", "b", "c", "d", "e", "f"].map((key) => (
        <Skeleton key={key} className="h-36 rounded-md border border-line" />
      ))}
    </Loading>
  );
}
