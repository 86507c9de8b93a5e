"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { Entry } from "@/auth/types";
import { useAuth } from "@/auth/use-auth";
import { Mark } from "@/components/ui/mark";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useEarlyInput } from "@/lib/use-early-input";

/** Where the account provider has a panel of its own instead of our fields. Whoever is signed in already goes on. */
export function ProviderPanel(props: {
  entry: Entry & { kind: "panel" };
  mode: "sign-in" | "sign-up";
  next: string;
}) {
  const { entry, mode, next } = props;
  const { status } = useAuth();
  const router = useRouter();
  useEarlyInput();
  useEffect(() => {
    if (status === "signed_in") router.replace(next);
  }, [status, router, next]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col items-center justify-center gap-6 px-5 py-10">
      <h1 className="flex items-center gap-3 font-semibold text-xl">
        <Mark className="size-9" />
        {mode === "sign-in" ? "Sign in to Mission Control" : "Create your account"}
      </h1>
      {status === "signed_out" ? (
        <entry.Panel mode={mode} next={next} />
      ) : (
        <Loading label={`Waiting for ${entry.providerName}`}>
          <Skeleton className="h-80 w-full" />
        </Loading>
      )}
    </main>
  );
}
