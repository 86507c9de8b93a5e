import { api } from "@mc/backend/api";
import { useMutation } from "convex/react";
import { useEffect, useRef } from "react";
import { useAuth } from "@/auth/use-auth";
import type { Account } from "@/components/account/use-account";

/**
 * The address that people are found by follows the one they sign in with, whoever keeps the sign-in and wherever it was changed.
 * Once for each address that this page signs in with: a page that is still open elsewhere has the old one, and would take the new
 * one back as soon as it hears of it.
 */
export function useAdoptEmail(account: Account | null): void {
  const { user } = useAuth();
  const adopt = useMutation(api.memberships.adoptEmail);
  const known = account?.memberEmail ?? null;
  const own = user?.email.toLowerCase() ?? "";
  const compared = useRef("");
  useEffect(() => {
    if (known === null || own === "" || compared.current === own) return;
    compared.current = own;
    // tried again by the next page; nothing here waits for it
    if (known !== own) adopt({}).catch(() => null);
  }, [known, own, adopt]);
}
