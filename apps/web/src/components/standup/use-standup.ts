import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";

export type Standup = NonNullable<FunctionReturnType<typeof api.standups.get>>;
export type StandupLine = Standup["sections"]["done"][number];

/** The stand-up of a day ("2026-11-22"), or the newest; null when there is none. */
export function useStandup(day: string | null) {
  const { accountId } = useAccount();
  return useLive(api.standups.get, day === null ? { accountId } : { accountId, day });
}

export function useStandups() {
  const { accountId } = useAccount();
  return useLiveList(api.standups.list, { accountId }, 30);
}

/** Writes today's, or brings it up to date. */
export function useRunStandup() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.standups.runNow);
  return { run: () => run({ accountId }), isBusy };
}
