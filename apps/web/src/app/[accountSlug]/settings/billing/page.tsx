import type { Metadata } from "next";
import { BillingPage } from "@/components/settings/BillingPage";

export const metadata: Metadata = { title: "Billing" };

export default function Page() {
  return <BillingPage />;
}
