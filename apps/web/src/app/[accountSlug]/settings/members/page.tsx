import type { Metadata } from "next";
import { MembersPage } from "@/components/settings/MembersPage";

export const metadata: Metadata = { title: "Members" };

export default function Page() {
  return <MembersPage />;
}
