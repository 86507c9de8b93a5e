import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { isSignedOut } from "@/auth/server";
import { NewAccountPage } from "@/components/account/NewAccountPage";

export const metadata: Metadata = { title: "New account" };

export default async function Page() {
  if (await isSignedOut()) redirect("/sign-in?next=/new-account");
  return <NewAccountPage />;
}
