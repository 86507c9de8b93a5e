import type { Metadata } from "next";
import { GeneralSettingsPage } from "@/components/settings/GeneralSettingsPage";

export const metadata: Metadata = { title: "Settings" };

export default function Page() {
  return <GeneralSettingsPage />;
}
