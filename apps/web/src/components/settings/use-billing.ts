import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";

export type Bill = FunctionReturnType<typeof api.analytics.overview>;

/** What a month ("2026-11") cost; "skip" while billing is off. */
export function useBill(month: string | "skip") {
  const { accountId } = useAccount();
  return useLive(
    api.analytics.overview,
    month === "skip" ? "skip" : { accountId, range: daysOfMonth(month) },
  );
}

/** This month and the two before, newest first. */
export function lastMonths(now: number): string[] {
  const today = new Date(now);
  return [0, 1, 2].map((back) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, "0")}` };
}
