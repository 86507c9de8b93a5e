"use client";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo } from "react";
import { rememberAccount } from "@/components/account/last-account";
import { AccountContext, useAccountBySlug, withRights } from "@/components/account/use-account";
import { NoAccount } from "./NoAccount";
import { Shell } from "./Shell";

/** Everything under /<account>: knows who is here and what they may do, or says why the page cannot be shown. */
export function AccountFrame({ slug, children }: { slug: string; children: ReactNode }) {
  const account = useAccountBySlug(slug);
  const router = useRouter();
  const pathname = usePathname();
  const data = account.status === "ready" ? account.data : null;
  const isSignedOut = account.status === "error" && account.error.code === "unauthenticated";
  const context = useMemo(() => (data ? withRights(data) : null), [data]);

  useEffect(() => {
    if (data) rememberAccount(data.slug);
  }, [data]);
  useEffect(() => {
    if (isSignedOut) router.replace(`/sign-in?next=${encodeURIComponent(pathname)}`);
  }, [isSignedOut, router, pathname]);

  if (account.status === "error" && !isSignedOut) return <NoAccount slug={slug} error={account.error} />;
  return (
    <AccountContext value={context}>
      {context ? <Shell account={context}>{children}</Shell> : <Shell account={null} />}
    </AccountContext>
  );
}
