import type { Metadata } from "next";
import { StandupPage } from "@/components/standup/StandupPage";

export const metadata: Metadata = { title: "Stand-up" };

export default function Page() {
  return <StandupPage />;
}
