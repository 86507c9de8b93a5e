import type { Metadata } from "next";
import { InstallationPage } from "@/components/settings/InstallationPage";

export const metadata: Metadata = { title: "Installation" };

export default function Page() {
  return <InstallationPage />;
}
