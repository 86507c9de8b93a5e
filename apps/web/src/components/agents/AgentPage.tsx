"use client";
import { ChevronRight } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { oneOfOr } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { AgentConfig } from "./AgentConfig";
import { AgentHeader } from "./AgentHeader";
import { AgentQueue } from "./AgentQueue";
import { AgentRuns } from "./AgentRuns";
import { AgentStatistics } from "./AgentStatistics";
import { AgentTasks } from "./AgentTasks";
import { AgentTexts } from "./AgentTexts";
import { useAgentByHandle } from "./use-agent-page";
import type { AgentFull } from "./use-agents";

const AgentActivity = fetched(() => import("./AgentActivity").then((module) => module.AgentActivity), {
  whenLost: "in place",
});
const AgentConnection = fetched(() => import("./AgentConnection").then((module) => module.AgentConnection), {
  whenLost: "in place",
});
const AgentSessions = fetched(() => import("./AgentSessions").then((module) => module.AgentSessions), {
  whenLost: "in place",
});
const AgentSkills = fetched(
  () => import("@/components/skills/AgentSkills").then((module) => module.AgentSkills),
  { whenLost: "in place" },
);

const TABS = [
  "runs",
  "queue",
  "sessions",
  "activity",
  "identity",
  "config",
  "skills",
  "connection",
  "statistics",
] as const;
const TAB_LABEL = {
  runs: "Runs",
  queue: "Queue",
  sessions: "Sessions",
  activity: "Activity",
  identity: "Identity",
  config: "Config",
  skills: "Skills",
  connection: "Connection",
  statistics: "Statistics",
} as const;
const PARAMS = { tab: oneOfOr(TABS, "runs") };

/** One agent: what it does, what waits for it, who it is and how it fares. `handle` is its slug or its id. */
export function AgentPage({ handle }: { handle: string }) {
  const { slug } = useAccount();
  const agent = useAgentByHandle(handle);
  const data = agent.status === "ready" ? agent.data : null;
  return (
    <>
      <nav
        aria-label="Path"
        className="flex h-11 shrink-0 items-center gap-1.5 border-line border-b px-4 text-sm max-md:px-3"
      >
        <Link href={`/${slug}/agents`} className="flex h-full items-center text-ink-2 hover:text-ink">
          Agents
        </Link>
        <ChevronRight aria-hidden className="size-3.5 text-ink-3" />
        <span className="figures truncate text-ink-3 text-xs">@{data?.slug ?? handle}</span>
      </nav>
      {agent.status === "loading" ? <AgentSkeleton /> : null}
      {agent.status === "error" ? (
        <ErrorState error={agent.error} backHref={`/${slug}/agents`} backLabel="Go to the agents" />
      ) : null}
      {agent.status === "ready" && !data ? (
        <>
          <h1 className="sr-only">Agent @{handle}</h1>
          <EmptyState
            title={`No agent @${handle}`}
            action={
              <Button asChild>
                <Link href={`/${slug}/agents`}>Go to the agents</Link>
              </Button>
            }
          >
            It was removed, or the address is wrong. What it wrote is still in its threads.
          </EmptyState>
        </>
      ) : null}
      {data ? <AgentBody key={data.agentId} agent={data} /> : null}
    </>
  );
}

function AgentBody({ agent }: { agent: AgentFull }) {
  const tabs = TABS.filter((each) => each !== "connection" || agent.runsIn === "external");
  const [{ tab }, setAddress] = useAddress(PARAMS);
  return (
    <div className="flex w-full max-w-6xl flex-col px-4 pb-16 max-md:px-3">
      <AgentHeader agent={agent} onEdit={() => setAddress({ tab: "config" })} />
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Tabs
          value={tab}
          onValueChange={(next) => setAddress({ tab: TABS.find((each) => each === next) ?? null })}
          className="min-w-0"
        >
          <TabsList aria-label={`About ${agent.name}`} className="fade-ends overflow-x-auto">
            {tabs.map((each) => (
              <TabsTrigger key={each} value={each} className="shrink-0 pointer-coarse:py-2.5">
                {TAB_LABEL[each]}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value="runs" className="pt-4">
            <AgentRuns agent={agent} />
          </TabsContent>
          <TabsContent value="queue" className="pt-4">
            <AgentQueue agent={agent} />
          </TabsContent>
          <TabsContent value="sessions" className="pt-4">
            <AgentSessions agent={agent} />
          </TabsContent>
          <TabsContent value="activity" className="pt-4">
            <AgentActivity agent={agent} />
          </TabsContent>
          <TabsContent value="identity" className="pt-4">
            <AgentTexts agent={agent} />
          </TabsContent>
          <TabsContent value="config" className="pt-4">
            <AgentConfig agent={agent} />
          </TabsContent>
          <TabsContent value="skills" className="pt-4">
            <AgentSkills agent={agent} />
          </TabsContent>
          {agent.runsIn === "external" ? (
            <TabsContent value="connection" className="pt-4">
              <AgentConnection agent={agent} />
            </TabsContent>
          ) : null}
          <TabsContent value="statistics" className="pt-4">
            <AgentStatistics agent={agent} />
          </TabsContent>
        </Tabs>
        <AgentTasks agent={agent} />
      </div>
    </div>
  );
}

function AgentSkeleton() {
  return (
    <Loading label="Loading the agent" className="flex max-w-6xl flex-col gap-4 px-4 py-5">
      <div className="flex gap-3">
        <Skeleton className="size-10 rounded-md" />
        <div className="flex flex-1 flex-col gap-2">
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-4 w-72 max-w-full" />
        </div>
      </div>
      <Skeleton className="h-8 w-96 max-w-full" />
      <Skeleton className="h-40 w-full" />
    </Loading>
  );
}
