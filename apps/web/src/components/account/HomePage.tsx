"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { EntryPage } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { lastAccount } from "./last-account";
import { useMyAccounts } from "./use-accounts";
import { useSignInFirst } from "./use-sign-in-first";

/** Sends a signed-in person to their account, or to making the first one. */
export function HomePage() {
  const accounts = useMyAccounts();
  const router = useRouter();
  const list = accounts.status === "ready" ? accounts.data : null;
  useSignInFirst("/");
  useEffect(() => {
    if (!list) return;
    const last = lastAccount();
    const target = list.find((account) => account.slug === last) ?? list[0];
    router.replace(target ? `/${target.slug}` : "/new-account");
  }, [list, router]);

  if (accounts.status === "error" && accounts.error.code !== "unauthenticated") {
    return (
      <EntryPage title={accounts.error.title} intro={accounts.error.message}>
        <Button size="lg" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </EntryPage>
    );
  }
  return (
    <EntryPage title="Opening your account…">
      <Loading label="Opening your account">
        <Skeleton className="h-2 w-40" />
      </Loading>
    </EntryPage>
  );
}
