import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignedOut } from "@/auth/server";
import { ImportAccountPage } from "@/components/account/ImportAccountPage";

export const metadata: Metadata = { title: "Import an account" };

export default async function Page() {
  if (await isSignedOut()) redirect("/sign-in?next=/new-account/import");
  return <ImportAccountPage />;
}
