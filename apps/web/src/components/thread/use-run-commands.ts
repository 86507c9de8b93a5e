import { api } from "@mc/backend/api";
import type { FunctionArgs } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";

type RunId = FunctionArgs<typeof api.runs.retry>["runId"];

/** What people can do with a turn that does not get on. */
export function useRunCommands() {
  const { accountId } = useAccount();
  const retry = useCommand(api.runs.retry);
  const cancel = useCommand(api.runs.cancel);
  const free = useCommand(api.runs.free);
  return {
    retry: (runId: RunId) => retry.run({ accountId, runId }),
    cancel: (runId: RunId) => cancel.run({ accountId, runId }),
    free: (runId: RunId) => free.run({ accountId, runId }),
    isBusy: retry.isBusy || cancel.isBusy || free.isBusy,
  };
}
