import { api } from "@mc/backend/api";
import { useMemo } from "react";
import { useAccount } from "@/components/account/use-account";
import { usePendingApprovals } from "@/components/approvals/use-approvals";
import { useRuntime } from "@/components/frame/use-frame";
import { dataOf } from "@/lib/async";
import { useLive } from "@/lib/use-live";
import type { BoardFacts } from "./board-context";

/** Threads with something that this person has not seen. */
export function useUnreadThreads(): ReadonlySet<string> {
  const { accountId } = useAccount();
  const unread = dataOf(useLive(api.messages.unread, { accountId }));
  return useMemo(() => new Set(unread), [unread]);
}

export function useBoardFactsOf(): BoardFacts {
  const account = useAccount();
  const unread = useUnreadThreads();
  const runtime = dataOf(useRuntime(account));
  const pending = dataOf(usePendingApprovals(account));
  const agents = dataOf(useLive(api.agents.readiness, { accountId: account.accountId }));
  const canAct = account.can("task.write");
  const accountSlug = account.slug;
  return useMemo(
    () => ({
      unread,
      runtime:
        runtime === undefined ? null : { status: runtime?.status ?? "none", reasons: runtime?.reasons ?? [] },
      readiness: new Map((agents ?? []).map((agent) => [agent.agentId, agent])),
      approvals: new Map((pending ?? []).map((approval) => [approval.runId, approval])),
      canAct,
      accountSlug,
    }),
    [unread, runtime, pending, agents, canAct, accountSlug],
  );
}
