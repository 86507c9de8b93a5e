import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { DAY, oneOfOr } from "@/lib/address";
import { useAddress } from "@/lib/use-address";
import { useLive } from "@/lib/use-live";

export type Analytics = FunctionReturnType<typeof api.analytics.overview>;

export const RANGES = ["day", "week", "month", "custom"] as const;
export type RangeName = (typeof RANGES)[number];

export type ChosenRange = { readonly name: RangeName; readonly from: string; readonly to: string };

const PARAMS = { range: oneOfOr(RANGES, "week"), from: DAY, to: DAY };

/** The range, kept in the address. A custom one counts once both of its days are there. */
export function useRange() {
  const [{ range, from, to }, setQuery] = useAddress(PARAMS);
  return {
    range: { name: range, from: from ?? "", to: to ?? "" },
    setRange: (next: ChosenRange) =>
      setQuery(
        next.name === "custom"
          ? { range: "custom", from: next.from, to: next.to }
          : { range: next.name, from: null, to: null },
      ),
  };
}

/** The figures of a range; loading while a custom one is not complete. */
export function useAnalytics({ name, from, to }: ChosenRange) {
  const { accountId } = useAccount();
  const days = name === "custom" ? (from && to ? { from, to } : null) : name;
  return useLive(api.analytics.overview, days ? { accountId, range: days } : "skip");
}
