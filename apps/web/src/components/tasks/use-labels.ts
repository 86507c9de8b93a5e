import { api } from "@mc/backend/api";
import { useMemo } from "react";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { useLive } from "@/lib/use-live";

/** Labels that tasks of the account carry, most used first. */
export function useLabels(): readonly string[] {
  const { accountId } = useAccount();
  const labels = dataOf(useLive(api.labels.list, { accountId }));
  return useMemo(
    () =>
      [...(labels ?? [])]
        .sort((a, b) => b.taskCount - a.taskCount || a.name.localeCompare(b.name))
        .map(({ name }) => name),
    [labels],
  );
}
