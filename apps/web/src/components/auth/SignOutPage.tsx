"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useAuth } from "@/auth/use-auth";
import { EntryPage } from "./EntryPage";

export function SignOutPage() {
  const { signOut } = useAuth();
  const router = useRouter();
  useEffect(() => {
    void signOut().then(() => router.replace("/sign-in"));
    // Once per visit: signing out changes `signOut` itself.
    // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  }, []);
  return <EntryPage title="Signing out…" />;
}
