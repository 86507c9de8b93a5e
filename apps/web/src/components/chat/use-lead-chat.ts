import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import type { AccountContextValue } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";

export type LeadChat = FunctionReturnType<typeof api.leadChat.get>;
export type Lead = NonNullable<LeadChat["lead"]>;

/** Who leads, where the chat is, and whether it holds something unseen. Asked on every page, so it brings nothing else along. */
export function useLeadChat({ accountId }: Pick<AccountContextValue, "accountId">) {
  return useLive(api.leadChat.get, { accountId });
}
