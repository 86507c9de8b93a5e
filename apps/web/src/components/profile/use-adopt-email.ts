import { api } from "@mc/backend/api";
import { useMutation } from "convex/react";
import { useEffect } from "react";
import { useAuth } from "@/auth/use-auth";
import type { Account } from "@/components/account/use-account";

/** The address that people are found by follows the one they sign in with, whoever keeps the sign-in and wherever it was changed. */
export function useAdoptEmail(account: Account | null): void {
  const { user } = useAuth();
  const adopt = useMutation(api.memberships.adoptEmail);
  const isOther =
    account !== null &&
    user !== null &&
    user.email !== "" &&
    user.email.toLowerCase() !== account.memberEmail;
  useEffect(() => {
    // tried again by the next page; nothing here waits for it
    if (isOther) adopt({}).catch(() => null);
  }, [isOther, adopt]);
}
