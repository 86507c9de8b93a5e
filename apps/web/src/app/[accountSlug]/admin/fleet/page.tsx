import type { Metadata } from "next";
import { FleetPage } from "@/components/fleet/FleetPage";

export const metadata: Metadata = { title: "Fleet" };

export default function Page() {
  return <FleetPage />;
}
