import type { Metadata } from "next";
import { AgentPage } from "@/components/agents/AgentPage";

export const metadata: Metadata = { title: "Agent" };

export default async function Page({ params }: { params: Promise<{ agentId: string }> }) {
  return <AgentPage handle={decodeURIComponent((await params).agentId)} />;
}
