"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useAuth } from "@/auth/use-auth";
import { EntryPage } from "./EntryPage";

export function SignOutPage() {
  const { signOut } = useAuth();
  const router = useRouter();
  const wasAsked = useRef(false);
  useEffect(() => {
    // Once per visit: signing out renews `signOut` itself.
    if (wasAsked.current) return;
    wasAsked.current = true;
    void signOut().then(() => router.replace("/sign-in"));
  }, [signOut, router]);
  return <EntryPage title="Signing out…" />;
}
