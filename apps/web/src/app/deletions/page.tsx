import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignedOut } from "@/auth/server";
import { DeletionsPage } from "@/components/account/DeletionsPage";

export const metadata: Metadata = { title: "Deleted accounts" };

export default async function Page() {
  if (await isSignedOut()) redirect("/sign-in?next=/deletions");
  return <DeletionsPage />;
}
