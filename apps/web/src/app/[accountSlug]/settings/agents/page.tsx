import type { Metadata } from "next";
import { AgentDefaultsPage } from "@/components/settings/AgentDefaultsPage";

export const metadata: Metadata = { title: "Agent defaults" };

export default function Page() {
  return <AgentDefaultsPage />;
}
