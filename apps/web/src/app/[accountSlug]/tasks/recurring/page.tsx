import type { Metadata } from "next";
import { RecurringPage } from "@/components/tasks/recurring/RecurringPage";

export const metadata: Metadata = { title: "Recurring tasks" };

export default function Page() {
  return <RecurringPage />;
}
