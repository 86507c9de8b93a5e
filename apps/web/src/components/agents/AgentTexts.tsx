"use client";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { AgentTextEditor } from "./AgentTextEditor";
import { useSaveAgent } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

/** SOUL and IDENTITY: what the runtime writes to the agent's workspace. Both stay mounted, so a draft survives a look at the other. */
export function AgentTexts({ agent }: { agent: AgentFull }) {
  const { save, isBusy } = useSaveAgent(agent.agentId);
  return (
    <Tabs defaultValue="soul">
      <TabsList aria-label="Texts of the agent">
        <TabsTrigger value="soul">SOUL</TabsTrigger>
        <TabsTrigger value="identity">IDENTITY</TabsTrigger>
      </TabsList>
      <TabsContent value="soul" forceMount className="pt-4 data-[state=inactive]:hidden">
        <AgentTextEditor
          label="Who the agent is and how it works"
          file="SOUL.md"
          value={agent.soul}
          isBusy={isBusy}
          onSave={(soul) => save({ soul })}
        />
      </TabsContent>
      <TabsContent value="identity" forceMount className="pt-4 data-[state=inactive]:hidden">
        <AgentTextEditor
          label="How the agent presents itself"
          file="IDENTITY.md"
          value={agent.identity}
          isBusy={isBusy}
          onSave={(identity) => save({ identity })}
        />
      </TabsContent>
    </Tabs>
  );
}
