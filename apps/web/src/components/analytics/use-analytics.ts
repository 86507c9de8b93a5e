import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useAccount } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";

export type Analytics = FunctionReturnType<typeof api.analytics.overview>;

export const RANGES = ["day", "week", "month", "custom"] as const;
export type RangeName = (typeof RANGES)[number];

export type ChosenRange = { readonly name: RangeName; readonly from: string; readonly to: string };

/** The range, kept in the address. A custom one counts once both of its days are there. */
export function useRange() {
  const [{ range, from, to }, setQuery] = useQueryStates({
    range: parseAsStringLiteral(RANGES).withDefault("week"),
    from: parseAsString.withDefault(""),
    to: parseAsString.withDefault(""),
  });
  return {
    range: { name: range, from, to },
    setRange: (next: ChosenRange) =>
      void setQuery(
        next.name === "custom"
          ? { range: "custom", from: next.from || null, to: next.to || null }
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
