import type { Metadata } from "next";
import { RuntimesPage } from "@/components/admin/RuntimesPage";

export const metadata: Metadata = { title: "Runtimes" };

export default function Page() {
  return <RuntimesPage />;
}
