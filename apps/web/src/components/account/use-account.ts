import { api } from "@mc/backend/api";
import { type Action, can, type Role } from "@mc/shared/account/roles";
import type { FunctionReturnType } from "convex/server";
import { createContext, useContext } from "react";
import { useLiveFrom } from "@/lib/use-live";

export type Account = FunctionReturnType<typeof api.accounts.bySlug>;
export type AccountContextValue = Account & {
  readonly role: Role;
  readonly can: (action: Action) => boolean;
};

export const AccountContext = createContext<AccountContextValue | null>(null);

/** The account under whose address this page is, and what the person may do in it. */
export function useAccount(): AccountContextValue {
  const account = useContext(AccountContext);
  if (!account) throw new TypeError("no account above this component");
  return account;
}

/** The account of an address, or why it cannot be shown. `first` is what the server read for the first paint. */
export function useAccountBySlug(slug: string, first: Account | null) {
  return useLiveFrom(api.accounts.bySlug, { slug }, first);
}

export function withRights(account: Account): AccountContextValue {
  return { ...account, can: (action) => can(account.role, action) };
}
