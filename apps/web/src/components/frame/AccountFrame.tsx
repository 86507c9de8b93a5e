"use client";
import { usePathname, useRouter } from "next/navigation";
import { type ReactNode, useEffect, useMemo } from "react";
import { rememberAccount } from "@/components/account/last-account";
import { type Account, AccountContext, useAccountBySlug, withRights } from "@/components/account/use-account";
import { FacesContext, useFaces } from "@/components/people/use-faces";
import { useAdoptEmail } from "@/components/profile/use-adopt-email";
import { useFollowTheme } from "@/components/profile/use-theme";
import { replayEarlyInput, replayEarlyKey } from "@/lib/early-input";
import { showTimesIn } from "@/lib/shown-zone";
import { useEffectsAtOnce, useIsHydrated } from "@/lib/use-is-hydrated";
import { NoAccount } from "./NoAccount";
import { Shell } from "./Shell";

/**
 * Everything under /<account>: knows who is here and what they may do, or says why the page cannot be shown. The frame is
 * drawn on the server when the account is known there; of the pages within, the board alone is.
 */
export function AccountFrame(props: { slug: string; first: Account | null; children: ReactNode }) {
  const { slug, children } = props;
  const account = useAccountBySlug(slug, props.first);
  const router = useRouter();
  const pathname = usePathname();
  const isHydrated = useIsHydrated();
  const isShown = isHydrated || pathname === `/${slug}/tasks`;
  const data = account.status === "ready" ? account.data : null;
  const isSignedOut = account.status === "error" && account.error.code === "unauthenticated";
  const context = useMemo(() => (data ? withRights(data) : null), [data]);

  useEffectsAtOnce();
  useEffect(() => {
    if (data) rememberAccount(data.slug);
  }, [data]);
  // Effects of what is within have run before these: what the server drew reacts, and with the account the keys do.
  useEffect(replayEarlyInput, []);
  useEffect(() => {
    if (data) replayEarlyKey();
  }, [data]);
  useFollowTheme(data);
  useAdoptEmail(data);
  showTimesIn(data?.timeZone);
  const faces = useFaces(data?.accountId ?? null);
  useEffect(() => {
    if (isSignedOut) router.replace(`/sign-in?next=${encodeURIComponent(pathname)}`);
  }, [isSignedOut, router, pathname]);

  if (account.status === "error" && !isSignedOut) return <NoAccount slug={slug} error={account.error} />;
  return (
    <AccountContext value={context}>
      <FacesContext value={faces}>
        <Shell account={context}>{context && isShown ? children : null}</Shell>
      </FacesContext>
    </AccountContext>
  );
}
