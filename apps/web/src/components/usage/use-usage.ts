import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import type { AgentId } from "@/components/agents/use-agents";
import type { Async } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";

/** null for the whole account. */
export type UsageOf = AgentId | null;

export type Usage = typeof api.usage.summary._returnType;
export type Budget = (typeof api.budgets.list._returnType)[number];
export type BudgetDraft = Pick<Budget, "period" | "limitUsd" | "limitTokens" | "warnPercent">;

export function useUsage(of: UsageOf): Async<Usage> {
  const { accountId } = useAccount();
  const account = useLive(api.usage.summary, of === null ? { accountId } : "skip");
  const agent = useLive(api.usage.ofAgent, of === null ? "skip" : { accountId, agentId: of });
  return of === null ? account : agent;
}

/** Who used what this month, most first. */
export function useUsageByAgent() {
  const { accountId } = useAccount();
  return useLive(api.usage.byAgent, { accountId, period: "month" });
}

/** Turns of an agent with what each used, newest first. */
export function useLedger(agentId: AgentId) {
  const { accountId } = useAccount();
  return useLiveList(api.usage.ledger, { accountId, agentId }, 10);
}

/** The account's own budgets, or those of one agent. */
export function useBudgets(of: UsageOf): Async<Budget[]> {
  const { accountId } = useAccount();
  const all = useLive(api.budgets.list, of === null ? { accountId } : { accountId, agentId: of });
  if (of !== null || all.status !== "ready") return all;
  return { ...all, data: all.data.filter(({ subject }) => subject.kind === "account") };
}

export function useBudgetCommands(of: UsageOf) {
  const { accountId } = useAccount();
  const set = useCommand(api.budgets.set, { refusalShownBy: "caller" });
  const remove = useCommand(api.budgets.remove);
  return {
    save: (draft: BudgetDraft) => set.run({ accountId, agentId: of, ...draft }),
    remove: (budget: Budget) => remove.run({ accountId, budgetId: budget.budgetId }),
    isBusy: set.isBusy || remove.isBusy,
  };
}

export function usePrices() {
  const { accountId } = useAccount();
  const prices = useLive(api.usage.prices, { accountId });
  const { run, isBusy } = useCommand(api.usage.setPrice, { refusalShownBy: "caller" });
  type Price = Parameters<typeof run>[0]["price"];
  return { prices, isBusy, save: (model: string, price: Price) => run({ accountId, model, price }) };
}
