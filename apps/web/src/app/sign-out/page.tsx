import type { Metadata } from "next";
import { SignOutPage } from "@/components/auth/SignOutPage";

export const metadata: Metadata = { title: "Sign out" };

export default function Page() {
  return <SignOutPage />;
}
