import type { Metadata } from "next";
import { RuntimeSettingsPage } from "@/components/settings/RuntimeSettingsPage";

export const metadata: Metadata = { title: "Runtime and tokens" };

export default function Page() {
  return <RuntimeSettingsPage />;
}
