import type { Metadata } from "next";
import { NotificationSettingsPage } from "@/components/settings/NotificationSettingsPage";

export const metadata: Metadata = { title: "Notification settings" };

export default function Page() {
  return <NotificationSettingsPage />;
}
