import { api } from "@mc/backend/api";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { type AccountContextValue, useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";

export type Approval = FunctionReturnType<typeof api.approvals.list>[number];
export type ApprovalId = Approval["approvalId"];
export type Decision = "approved" | "refused";
type DecidedArgs = FunctionArgs<typeof api.approvals.listDecided>;
export type DecidedFilter = Pick<DecidedArgs, "status" | "agentId" | "tool">;

/** What waits for a decision in the account; every place that shows some of it shares this one subscription. */
export function usePendingApprovals({ accountId }: Pick<AccountContextValue, "accountId">) {
  return useLive(api.approvals.list, { accountId });
}

export function useDecidedApprovals(filter: DecidedFilter, pageSize: number) {
  const { accountId } = useAccount();
  return useLiveList(api.approvals.listDecided, { accountId, ...filter }, pageSize);
}

/** One request, whatever became of it. */
export function useApproval(approvalId: ApprovalId | null) {
  const { accountId } = useAccount();
  return useLive(api.approvals.get, approvalId === null ? "skip" : { accountId, approvalId });
}

/** Decides at once: the request leaves the list, and comes back when the server refuses. */
export function useDecide() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.approvals.decide, {
    optimistic: (store, args) => {
      const shown = store.getQuery(api.approvals.list, { accountId });
      if (shown)
        store.setQuery(
          api.approvals.list,
          { accountId },
          shown.filter((each) => each.approvalId !== args.approvalId),
        );
    },
  });
  const decide = (approvalId: ApprovalId, decision: Decision, reason: string) =>
    run({ accountId, approvalId, decision, ...(reason.trim() ? { reason: reason.trim() } : {}) });
  return { decide, isBusy };
}
