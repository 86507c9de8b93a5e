import { api } from "@mc/backend/api";
import { useAccount } from "@/components/account/use-account";
import { useLive } from "@/lib/use-live";
import type { Run } from "./types";

export function useTranscript(runId: Run["runId"]) {
  const { accountId } = useAccount();
  return useLive(api.runs.transcript, { accountId, runId });
}
