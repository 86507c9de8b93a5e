import type { Metadata } from "next";
import { DocsPage } from "@/components/docs/DocsPage";

export const metadata: Metadata = { title: "Documents" };

export default function Page() {
  return <DocsPage />;
}
