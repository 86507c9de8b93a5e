"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { AuthRefusal } from "@/auth/types";
import { useAuth } from "@/auth/use-auth";
import { Button } from "@/components/ui/button";
import { forgetPush } from "@/lib/forget-push";
import { EntryPage } from "./EntryPage";
import { Refusal } from "./Refusal";

export function SignOutPage() {
  const { signOut } = useAuth();
  const router = useRouter();
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null);
  const wasAsked = useRef(false);
  useEffect(() => {
    // Once per visit: signing out renews `signOut` itself.
    if (wasAsked.current) return;
    wasAsked.current = true;
    void signOut().then((outcome) => {
      if (outcome.kind !== "ok") return setRefusal(outcome.refusal);
      void forgetPush().catch(() => null);
      router.replace("/sign-in");
    });
  }, [signOut, router]);
  if (!refusal) return <EntryPage title="Signing out…" />;
  return (
    <EntryPage title="You are still signed in">
      <Refusal refusal={refusal} />
      <Button size="lg" className="mt-4" onClick={() => window.location.reload()}>
        Try again
      </Button>
    </EntryPage>
  );
}
