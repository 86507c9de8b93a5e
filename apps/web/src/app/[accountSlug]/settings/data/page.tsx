import type { Metadata } from "next";
import { DataSettingsPage } from "@/components/settings/DataSettingsPage";

export const metadata: Metadata = { title: "Data" };

export default function Page() {
  return <DataSettingsPage />;
}
